import { CircleX, FileCheck, FileKey2 } from 'lucide-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { KeyfileSummary } from '../../../shared/contract/contract.ts'
import { cx } from '../../lib/cx.ts'
import { useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Name } from '../../ui/Name.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './AddWallet.module.css'
import { KeyfileFacts } from './KeyfileFacts.tsx'
import { KeyfilePassword } from './KeyfilePassword.tsx'

/** The largest text the contract takes for a keyfile; a real one has about 500 characters. */
const MAX_BYTES = 65_536

interface Taken {
  readonly name: string
  readonly text: string
  readonly summary: KeyfileSummary
}

/** A keyfile by file picker or by drop, looked at before its password is asked. */
export function ImportKeyfile({ onDone, goOn }: { readonly onDone: (address: string) => void; readonly goOn: boolean }) {
  const t = useTexts()
  const { taken, wrong, take } = useKeyfile()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useNoStrayDrops()
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) take(file)
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a place to drop a file on; the button and the field inside do the same */}
      <div
        role="group"
        aria-label={t('wallet.entry.drop')}
        data-over={over || undefined}
        className={cx(styles.zone, taken && styles.taken, wrong && styles.refused)}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {taken ? <FileCheck aria-hidden /> : <FileKey2 aria-hidden />}
        <div className={styles.what}>
          {taken ? (
            <>
              <Name text={taken.name} tail={10} className={styles.name} />
              <KeyfileFacts summary={taken.summary} />
            </>
          ) : (
            <>
              <p>{t('wallet.entry.drop')}</p>
              <p className={styles.note}>{t('wallet.entry.dropText')}</p>
            </>
          )}
        </div>
        <input
          ref={input}
          type="file"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={t('wallet.entry.file')}
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) take(file)
            event.target.value = ''
          }}
        />
        <Button size="small" onClick={() => input.current?.click()}>
          {taken ? t('wallet.entry.chooseAnother') : t('wallet.entry.choose')}
        </Button>
      </div>
      {wrong !== null && (
        <p className={styles.wrong} role="alert">
          <CircleX aria-hidden />
          <span>{wrong}</span>
        </p>
      )}
      <KeyfilePassword from={taken === null ? null : { text: taken.text }} onDone={onDone} goOn={goOn} />
    </>
  )
}

function useKeyfile() {
  const t = useTexts()
  const problemText = useProblemText()
  const { bridge } = useWindowConsole()
  const [taken, setTaken] = useState<Taken | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  /** Counts the files given, so that an answer about an older one is passed over. */
  const given = useRef(0)
  const refuse = (sentence: string) => {
    setTaken(null)
    setWrong(sentence)
  }
  const read = async (file: File) => {
    given.current += 1
    const mine = given.current
    if (file.size > MAX_BYTES) return refuse(t('wallet.entry.tooLarge'))
    const text = await file.text().catch(() => null)
    if (mine !== given.current) return
    if (text === null) return refuse(t('wallet.entry.unreadable'))
    const looked = await bridge.call('wallet.inspectKeyfile', { text })
    if (mine !== given.current) return
    if (!looked.ok) return refuse(problemText(looked.problem))
    setWrong(null)
    setTaken({ name: file.name, text, summary: looked.value })
  }
  const take = (file: File) => {
    read(file).catch(() => refuse(t('wallet.entry.unreadable')))
  }
  return { taken, wrong, take }
}

/** A file that misses the zone must not take the place of the window. */
function useNoStrayDrops() {
  useEffect(() => {
    const refuse = (event: Event) => event.preventDefault()
    window.addEventListener('dragover', refuse)
    window.addEventListener('drop', refuse)
    return () => {
      window.removeEventListener('dragover', refuse)
      window.removeEventListener('drop', refuse)
    }
  }, [])
}
