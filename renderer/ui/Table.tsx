import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './Table.module.css'

export interface TableColumn<R> {
  readonly id: string
  readonly header: ReactNode
  readonly align?: 'end'
  readonly cell: (row: R) => ReactNode
  /** Sets the column's width, or takes the column away where it is narrow. */
  readonly className?: string | undefined
}

/** A short table that is read, not walked through: sums, parameters, addresses. Long lists are a `Grid`. */
export function Table<R>({ label, columns, rows, keyOf, tone, dense, className }: TableProps<R>) {
  const [first] = columns
  return (
    <table className={cx(styles.table, dense && styles.dense, className)} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={cx(column.align && styles.end, column.className)}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const toneOf = tone?.(row)
          return (
            <tr key={keyOf(row)} className={toneOf && styles[toneOf]}>
              {columns.map((column) => {
                const cellClass = cx(column.align && styles.end, column.className)
                return column === first ? (
                  <th key={column.id} scope="row" className={cellClass}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} className={cellClass}>
                    {column.cell(row)}
                  </td>
                )
              })}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

interface TableProps<R> {
  readonly label: string
  readonly columns: readonly TableColumn<R>[]
  readonly rows: readonly R[]
  readonly keyOf: (row: R) => string
  /** `sum`: stronger, under a line. `faint`: test money. */
  readonly tone?: (row: R) => 'sum' | 'faint' | undefined
  /** In a side panel: no inset of its own, smaller type. */
  readonly dense?: boolean
  readonly className?: string | undefined
}
