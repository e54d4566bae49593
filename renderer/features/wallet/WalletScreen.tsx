import { ChevronDown, Copy, KeyRound, Lock, LockOpen, QrCode } from 'lucide-react'
import { useState } from 'react'
import { sameAddress } from '../../../shared/domain/identifiers.ts'
import type { CommunityState, WalletState } from '../../../shared/state/state.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { useCommunity, useConsole, useUi, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { Beside } from '../../ui/Beside.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Screen } from '../common/Screen.tsx'
import { useTexts } from '../common/text.ts'
import { useExport } from '../common/useExport.ts'
import { useOpenThrowaway } from '../common/useUnlock.ts'
import { AddWallet } from './AddWallet.tsx'
import { Balances } from './Balances.tsx'
import { balanceRows, communitiesOf } from './balances.ts'
import { InFlight } from './InFlight.tsx'
import { Ledger } from './Ledger.tsx'
import { Maintain } from './Maintain.tsx'
import { Movements } from './Movements.tsx'
import { QrDialog } from './QrDialog.tsx'
import { TransferPanel } from './TransferPanel.tsx'
import { UnlockWallet } from './UnlockWallet.tsx'
import { useLock } from './useLock.ts'
import styles from './Wallet.module.css'

/** The operator's wallets, one at a time: what it has, what is in flight, what keeps it filled, what moved. */
export function WalletScreen() {
  const t = useTexts()
  const wallets = useConsole((state) => state.wallets)
  const communities = useConsole((state) => state.communities)
  const current = useCommunity()
  const wanted = useUi((ui) => ui.transferWanted)
  const [chosen, setChosen] = useState<string | null>(null)
  const [view, setView] = useState<'wallet' | 'ledger' | 'add'>('wallet')
  const find = (address: string | null | undefined) =>
    address ? wallets.find((wallet) => sameAddress(wallet.address, address)) : undefined
  const wallet = find(chosen) ?? find(current?.settings.wallet) ?? wallets.find(({ source }) => source !== 'throwaway') ?? wallets[0]

  if (wallet === undefined || view === 'add') {
    return (
      <Screen
        title={t(wallet === undefined ? 'wallet.none' : 'wallet.add')}
        note={t('wallet.noneNote')}
        scroll
        tools={
          wallet && (
            <Button kind="quiet" onClick={() => setView('wallet')}>
              {t('common.cancel')}
            </Button>
          )
        }
      >
        <div className={styles.adding}>
          <AddWallet
            onDone={(address) => {
              setChosen(address)
              setView('wallet')
            }}
          />
        </div>
      </Screen>
    )
  }
  const mine = communitiesOf(communities, wallet.address)
  if (view === 'ledger') return <Ledger communities={mine} onClose={() => setView('wallet')} />
  const here = mine.find(({ settings }) => settings.id === current?.settings.id) ?? mine[0] ?? null
  return (
    <Beside
      key={wanted?.id}
      startsOpen={wanted !== null}
      label={t('wallet.transfer.label')}
      openLabel={t('wallet.transfer.open')}
      closeLabel={t('common.close')}
      side={
        <TransferPanel
          communities={mine}
          current={here?.settings.id ?? null}
          locked={wallet.state !== 'unlocked'}
          throwaway={wallet.source === 'throwaway'}
          {...(wanted ? { first: wanted.direction } : {})}
        />
      }
    >
      <Screen
        title={t('wallet.title')}
        note={<AddressTools wallet={wallet} wallets={wallets} onChoose={setChosen} onAdd={() => setView('add')} />}
        tools={<KeyTools wallet={wallet} />}
        scroll
      >
        <WalletParts communities={mine} here={here} onLedger={() => setView('ledger')} />
      </Screen>
    </Beside>
  )
}

interface PartsProps {
  readonly communities: readonly CommunityState[]
  readonly here: CommunityState | null
  readonly onLedger: () => void
}

function WalletParts({ communities, here, onLedger }: PartsProps) {
  const needs = useConsole((state) => state.needs)
  const lowEth = new Set(needs.flatMap(({ code, community }) => (code === 'home-eth-low' && community !== null ? [community] : [])))
  return (
    <>
      <Balances rows={balanceRows(communities, lowEth)} />
      {communities.length > 0 && (
        <>
          <InFlight communities={communities} />
          <Maintain communities={communities} current={here?.settings.id ?? null} />
        </>
      )}
      <Movements community={here} onOpen={onLedger} />
    </>
  )
}

interface AddressToolsProps {
  readonly wallet: WalletState
  readonly wallets: readonly WalletState[]
  readonly onChoose: (address: string) => void
  readonly onAdd: () => void
}

/** The address in full, to be compared; copy, QR, another wallet. */
function AddressTools({ wallet, wallets, onChoose, onAdd }: AddressToolsProps) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const [showsQr, setShowsQr] = useState(false)
  const copy = () => {
    navigator.clipboard.writeText(wallet.address).then(
      () => notify(ui, t('common.copied')),
      () => {},
    )
  }
  return (
    <>
      <span className={styles.address}>{wallet.address}</span>
      <Menu
        trigger={<IconButton label={t('wallet.which')} size="small" icon={<ChevronDown aria-hidden />} />}
        entries={[
          ...wallets.map((each) => ({
            kind: 'check' as const,
            id: each.address,
            label: <span className={styles.mono}>{shortAddress(each.address)}</span>,
            note: t(`wallet.source.${each.source}`),
            checked: each.address === wallet.address,
            one: true,
            onChoose: () => onChoose(each.address),
          })),
          { kind: 'line', id: 'line' },
          { kind: 'item', id: 'add', label: t('wallet.add'), onChoose: onAdd },
        ]}
      />
      <Button size="small" icon={<Copy aria-hidden />} onClick={copy}>
        {t('wallet.copy')}
      </Button>
      <Button size="small" icon={<QrCode aria-hidden />} onClick={() => setShowsQr(true)}>
        {t('wallet.qr')}
      </Button>
      {showsQr && <QrDialog wallet={wallet} onClose={() => setShowsQr(false)} />}
    </>
  )
}

function KeyTools({ wallet }: { readonly wallet: WalletState }) {
  const t = useTexts()
  const lock = useLock()
  const openThrowaway = useOpenThrowaway()
  const [unlocking, setUnlocking] = useState(false)
  const save = useExport('wallet.export')
  return (
    <>
      <Button kind="quiet" icon={<KeyRound aria-hidden />} busy={save.busy} onClick={() => save.run({ address: wallet.address })}>
        {t('wallet.export')}
      </Button>
      {wallet.state === 'unlocked' ? (
        <Button acts kind="strong" icon={<Lock aria-hidden />} onClick={() => lock(wallet)}>
          {t('wallet.lock')}
        </Button>
      ) : (
        <Button
          kind="primary"
          icon={<LockOpen aria-hidden />}
          busy={wallet.state === 'unlocking'}
          onClick={() => (wallet.source === 'throwaway' ? openThrowaway(wallet) : setUnlocking(true))}
        >
          {t('wallet.unlock')}
        </Button>
      )}
      {unlocking && <UnlockWallet wallet={wallet} onClose={() => setUnlocking(false)} />}
    </>
  )
}
