import { Eye, FileSearch, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ScannerId } from '../../../shared/domain/engine.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox, RadioCards } from '../../ui/Choice.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Onboarding.module.css'

/** Step 3: what decides. The set-up is for real NCT, so a test scanner needs the operator's word. */
export function ScannerStep({ initial, onDone }: { readonly initial: ScannerId | null; readonly onDone: (scanner: ScannerId) => void }) {
  const t = useTexts()
  const [scanner, setScanner] = useState<ScannerId>(initial ?? 'scratch')
  const [sure, setSure] = useState(initial === 'eicar')
  const asks = scanner === 'eicar' && !sure
  return (
    <div className={styles.stack}>
      <RadioCards<ScannerId>
        label={t('onboarding.scanner.which')}
        value={scanner}
        onChange={setScanner}
        cards={[
          {
            value: 'scratch',
            icon: <Eye aria-hidden />,
            title: t('onboarding.scanner.scratch'),
            text: t('onboarding.scanner.scratchText'),
          },
          {
            value: 'eicar',
            icon: <FileSearch aria-hidden />,
            title: t('onboarding.scanner.eicar'),
            text: t('onboarding.scanner.eicarText'),
          },
        ]}
      />
      {scanner === 'eicar' && (
        <>
          <p className={styles.warning}>
            <TriangleAlert aria-hidden />
            {t('onboarding.scanner.eicarReal')}
          </p>
          <Checkbox label={t('onboarding.scanner.eicarSure')} checked={sure} onChange={setSure} />
        </>
      )}
      <div className={styles.actions}>
        <Button kind="primary" size="large" disabledWhy={asks ? t('onboarding.scanner.eicarReal') : null} onClick={() => onDone(scanner)}>
          {t('onboarding.scanner.goOn')}
        </Button>
      </div>
    </div>
  )
}
