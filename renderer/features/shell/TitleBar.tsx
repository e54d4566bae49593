import { Search } from 'lucide-react'
import { useWindowConsole } from '../../store/console.tsx'
import { Mark } from '../../ui/Glyphs.tsx'
import { Key } from '../../ui/Key.tsx'
import { useTexts } from '../common/text.ts'
import styles from './TitleBar.module.css'

/** The product's own title bar; a browser has one of its own. */
export function TitleBar({ search = true }: { readonly search?: boolean }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  return (
    <header className={styles.bar}>
      <span className={styles.name}>
        <Mark size={15} />
        {t('shell.appName')}
      </span>
      {search && (
        <button type="button" className={styles.search} onClick={() => ui.setState({ dialog: { is: 'palette', text: '' } })}>
          <Search aria-hidden />
          <span>{t('shell.search')}</span>
          <Key>Ctrl K</Key>
        </button>
      )}
    </header>
  )
}
