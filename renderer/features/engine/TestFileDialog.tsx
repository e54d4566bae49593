import { FlaskConical, Upload } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { MAX_TEST_BYTES, toBase64 } from '../../lib/files.ts'
import { shortName, visibleText } from '../../lib/names.ts'
import { formatConfidence, formatSeconds } from '../../lib/numbers.ts'
import { useAction } from '../../store/console.tsx'
import { Button, useActsOff } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { VerdictGlyph } from '../../ui/Glyphs.tsx'
import { KeyValue } from '../../ui/Lists.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './TestFileDialog.module.css'

type Outcome = { readonly name: string; readonly answer: CallOutput<'engine.testFile'> }
const NAME_LENGTH = 48

/** Runs the chosen scanner on a file of the operator; nothing of it is kept. */
export function TestFileDialog({ community, onClose }: { readonly community: CommunityState; readonly onClose: () => void }) {
  const t = useTexts()
  const problemText = useProblemText()
  const test = useAction('engine.testFile')
  const nobody = useActsOff(true)
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  const scan = async (file: File | undefined) => {
    // Dropped too.
    if (file === undefined || test.busy || nobody !== null) return
    const name = shortName(file.name, NAME_LENGTH)
    setOutcome(null)
    setRefused(null)
    test.clear()
    if (file.size > MAX_TEST_BYTES) return setRefused(t('engine.test.tooLarge', { name }))
    const base64 = await toBase64(file).catch(() => null)
    if (base64 === null) return setRefused(t('engine.test.unreadable', { name }))
    const result = await test.run({ community: community.settings.id, name: file.name.slice(0, 255), base64 })
    if (result.ok) setOutcome({ name: file.name, answer: result.value })
  }
  const start = (file: File | undefined) => {
    scan(file).catch(() => {})
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    start(event.dataTransfer.files[0])
  }
  return (
    <Dialog
      calm
      title={t('engine.test.title')}
      text={t('engine.test.text')}
      icon={<FlaskConical aria-hidden />}
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <Button type="submit" kind={outcome ? 'primary' : 'plain'}>
          {t('common.close')}
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first */}
      <div
        className={cx(styles.drop, over && styles.over)}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Button icon={<Upload aria-hidden />} busy={test.busy} onClick={() => picker.current?.click()}>
          {t(outcome ? 'engine.test.another' : 'engine.test.choose')}
        </Button>
        {t('engine.test.drop')}
        <input ref={picker} type="file" hidden aria-label={t('engine.test.choose')} onChange={(event) => start(event.target.files?.[0])} />
      </div>
      {(refused ?? test.problem) && (
        <p className={styles.wrong} role="alert">
          {refused ?? (test.problem && problemText(test.problem))}
        </p>
      )}
      {outcome && <Result outcome={outcome} />}
    </Dialog>
  )
}

function Result({ outcome: { name, answer } }: { readonly outcome: Outcome }) {
  const t = useTexts()
  const confidence = formatConfidence(answer.confidence)
  return (
    <div className={styles.result} role="status">
      <KeyValue
        rows={[
          { id: 'file', name: t('engine.test.file'), value: shortName(name, NAME_LENGTH) },
          {
            id: 'verdict',
            name: t('engine.test.verdict'),
            value: (
              <span className={styles.verdict}>
                <VerdictGlyph verdict={answer.verdict} />
                {answer.verdict === 'none' ? t('engine.test.none') : t(`engine.test.${answer.verdict}`, { confidence })}
              </span>
            ),
            strong: true,
          },
          ...(answer.family === '' ? [] : [{ id: 'family', name: t('engine.test.family'), value: visibleText(answer.family) }]),
          { id: 'took', name: t('engine.test.took'), value: formatSeconds(answer.tookMs, 2) },
        ]}
      />
    </div>
  )
}
