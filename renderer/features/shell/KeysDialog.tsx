import { Keyboard } from 'lucide-react'
import { useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Key } from '../../ui/Key.tsx'
import { useTexts } from '../common/text.ts'
import styles from './KeysDialog.module.css'

const all = [
  ['move', ['J', 'K']],
  ['open', ['Enter']],
  ['back', ['Esc']],
  ['filter', ['F']],
  ['search', ['/']],
  ['palette', ['Ctrl K']],
  ['go', ['G', 'L A W C E']],
  ['need', ['N']],
  ['pause', ['Ctrl Shift P']],
  ['lock', ['Ctrl L']],
  ['copy', ['Y']],
  ['all', ['?']],
] as const

export function KeysDialog() {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const close = () => ui.setState({ dialog: null })
  return (
    <Dialog
      calm
      title={t('shell.keys.title')}
      icon={<Keyboard aria-hidden />}
      onClose={close}
      onSubmit={close}
      actions={
        <Button kind="primary" type="submit" autoFocus>
          {t('shell.keys.close')}
        </Button>
      }
    >
      <ul className={styles.list}>
        {all.map(([name, keys]) => (
          <li key={name} className={styles.row}>
            {t(`shell.keys.${name}`)}
            <span className={styles.keys}>
              {keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
