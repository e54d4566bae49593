import { CirclePlus, FileKey2, FolderSearch } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useAnswer } from '../../store/console.tsx'
import { RadioCards } from '../../ui/Choice.tsx'
import { useTexts } from '../common/text.ts'
import styles from './AddWallet.module.css'
import { CreateWallet } from './CreateWallet.tsx'
import { FoundKeyfiles } from './FoundKeyfiles.tsx'
import { ImportKeyfile } from './ImportKeyfile.tsx'

type Way = 'import' | 'create' | 'found'

/**
 * Brings a wallet into the vault: a keyfile from the operator, a new key, or a keyfile that lies where geth keeps them. It is unlocked
 * when `onDone` is told. `goOn`: a step of the set-up, after which another one follows.
 */
export function AddWallet({ onDone, goOn = false }: { readonly onDone: (address: string) => void; readonly goOn?: boolean }) {
  const t = useTexts()
  const [way, setWay] = useState<Way>('import')
  const found = useAnswer('wallet.findKeyfiles', {}, 'once')
  const list = found.is === 'here' ? found.value.found : []
  const foundText: ReactNode =
    found.is === 'loading'
      ? t('wallet.entry.foundLoading')
      : found.is === 'failed'
        ? t('wallet.entry.foundFailed')
        : list.length === 0
          ? t('wallet.entry.foundNone')
          : t('wallet.entry.foundCount', { count: list.length })
  return (
    <div className={styles.add}>
      <RadioCards<Way>
        label={t('wallet.entry.ways')}
        value={way}
        onChange={setWay}
        cards={[
          { value: 'import', icon: <FileKey2 aria-hidden />, title: t('wallet.entry.import'), text: t('wallet.entry.importText') },
          { value: 'create', icon: <CirclePlus aria-hidden />, title: t('wallet.entry.create'), text: t('wallet.entry.createText') },
          {
            value: 'found',
            icon: <FolderSearch aria-hidden />,
            title: t('wallet.entry.found'),
            text: foundText,
            disabled: list.length === 0,
          },
        ]}
      />
      {way === 'import' && <ImportKeyfile onDone={onDone} goOn={goOn} />}
      {way === 'create' && <CreateWallet onDone={onDone} goOn={goOn} />}
      {way === 'found' && <FoundKeyfiles found={list} onDone={onDone} goOn={goOn} />}
    </div>
  )
}
