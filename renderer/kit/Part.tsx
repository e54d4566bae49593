import type { ReactNode } from 'react'
import styles from './Kit.module.css'

/** A part of the kit's page. */
export const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={styles.part}>
    <h2 className={styles.title}>{title}</h2>
    {children}
  </section>
)
