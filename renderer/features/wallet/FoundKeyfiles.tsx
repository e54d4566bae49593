import { RadioGroup } from 'radix-ui'
import { useState } from 'react'
import type { FoundKeyfile } from '../../../shared/contract/contract.ts'
import { Name } from '../../ui/Name.tsx'
import { useTexts } from '../common/text.ts'
import styles from './AddWallet.module.css'
import { KeyfileFacts } from './KeyfileFacts.tsx'
import { KeyfilePassword } from './KeyfilePassword.tsx'

/** The keyfiles that lie where geth keeps them; the window knows them by a name, never by a path. */
export function FoundKeyfiles({ found, onDone, goOn }: FoundKeyfilesProps) {
  const t = useTexts()
  const [ref, setRef] = useState<string | null>(found[0]?.ref ?? null)
  return (
    <>
      <RadioGroup.Root className={styles.found} aria-label={t('wallet.entry.whichFound')} value={ref ?? ''} onValueChange={setRef}>
        {found.map((keyfile) => (
          <RadioGroup.Item key={keyfile.ref} value={keyfile.ref} className={styles.foundItem} title={keyfile.folder}>
            <span className={styles.radio} aria-hidden />
            <span className={styles.what}>
              <Name text={keyfile.name} tail={10} className={styles.name} />
              <KeyfileFacts summary={keyfile.summary} />
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      <KeyfilePassword from={ref === null ? null : { ref }} onDone={onDone} goOn={goOn} />
    </>
  )
}

interface FoundKeyfilesProps {
  readonly found: readonly FoundKeyfile[]
  readonly onDone: (address: string) => void
  readonly goOn: boolean
}
