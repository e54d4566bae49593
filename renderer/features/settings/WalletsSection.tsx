import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { WalletState } from '../../../shared/state/state.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { formatDay } from '../../lib/times.ts'
import { useAction, useConsole, useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Identifier } from '../../ui/Identifier.tsx'
import { Section } from '../../ui/Page.tsx'
import { Table, type TableColumn } from '../../ui/Table.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { useExport } from '../common/useExport.ts'
import styles from './Settings.module.css'

/** The wallets in the vault, and what can be done to each. */
export function WalletsSection() {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const { language } = useConsole(({ app }) => app.preferences)
  const wallets = useConsole((state) => state.wallets)
  const columns: readonly TableColumn<WalletState>[] = [
    {
      id: 'address',
      header: t('settings.wallets.address'),
      cell: ({ address }) => (
        <Identifier value={address} copyLabel={t('common.copyValue', { value: shortAddress(address) })} copied={t('common.copied')} />
      ),
    },
    { id: 'source', header: t('settings.wallets.source'), cell: ({ source }) => t(`wallet.source.${source}`) },
    { id: 'added', header: t('settings.wallets.added'), cell: ({ addedAt }) => formatDay(addedAt, language) },
    { id: 'state', header: t('settings.wallets.state'), cell: ({ state }) => t(`settings.wallets.${state}`) },
    {
      id: 'password',
      header: t('settings.wallets.password'),
      cell: ({ remembered }) => t(remembered ? 'settings.wallets.remembered' : 'settings.wallets.notRemembered'),
    },
    {
      id: 'actions',
      header: <span className="visually-hidden">{t('settings.wallets.actions')}</span>,
      align: 'end',
      cell: (wallet) => <WalletActions wallet={wallet} />,
    },
  ]
  return (
    <Section
      title={t('settings.wallets.title')}
      note={t('settings.wallets.note')}
      tools={<Button onClick={() => goTo(ui, { screen: 'wallet' })}>{t('settings.wallets.open')}</Button>}
    >
      {wallets.length === 0 ? (
        <p className={styles.empty}>{t('settings.wallets.none')}</p>
      ) : (
        <Table
          label={t('settings.wallets.title')}
          className={styles.wallets}
          columns={columns}
          rows={wallets}
          keyOf={({ address }) => address}
        />
      )}
    </Section>
  )
}

function WalletActions({ wallet }: { readonly wallet: WalletState }) {
  const t = useTexts()
  const [removing, setRemoving] = useState(false)
  const forget = useAction('wallet.forgetPassword')
  const save = useExport('wallet.export')
  return (
    <span className={styles.actions}>
      {wallet.remembered && (
        <Button
          size="small"
          busy={forget.busy}
          onClick={() => {
            forget.run({ address: wallet.address }).catch(() => {})
          }}
        >
          {t('settings.wallets.forget')}
        </Button>
      )}
      <Button size="small" busy={save.busy} onClick={() => save.run({ address: wallet.address })}>
        {t('settings.wallets.export')}
      </Button>
      <Button acts size="small" onClick={() => setRemoving(true)}>
        {t('settings.wallets.remove')}
      </Button>
      {removing && <RemoveWallet wallet={wallet} onClose={() => setRemoving(false)} />}
    </span>
  )
}

/** Removing a wallet is the one thing here that can lose money: it asks for the operator's word. */
function RemoveWallet({ wallet, onClose }: { readonly wallet: WalletState; readonly onClose: () => void }) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem } = useAction('wallet.remove')
  const save = useExport('wallet.export')
  const [sure, setSure] = useState(false)
  const remove = async () => {
    const result = await run({ address: wallet.address })
    if (result.ok) onClose()
  }
  return (
    <Dialog
      icon={<Trash2 aria-hidden />}
      title={t('settings.removeDialog.title', { address: shortAddress(wallet.address) })}
      text={t('settings.removeDialog.text')}
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <>
          <Button busy={save.busy} onClick={() => save.run({ address: wallet.address })}>
            {t('settings.removeDialog.export')}
          </Button>
          <Button
            busy={busy}
            disabledWhy={sure ? null : t('settings.removeDialog.confirm')}
            onClick={() => {
              remove().catch(() => {})
            }}
          >
            {t('settings.removeDialog.remove')}
          </Button>
          <Button type="submit" kind="primary">
            {t('settings.removeDialog.keep')}
          </Button>
        </>
      }
    >
      <div className={styles.confirm}>
        <Checkbox label={t('settings.removeDialog.confirm')} checked={sure} onChange={setSure} />
        {problem && (
          <p className={styles.dialogWrong} role="alert">
            {problemText(problem)}
          </p>
        )}
      </div>
    </Dialog>
  )
}
