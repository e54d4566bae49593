import { useState } from 'react'
import type { CommunityState } from '../../../shared/state/state.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { formatCount } from '../../lib/numbers.ts'
import { formatClock, formatDay } from '../../lib/times.ts'
import { useAction, useConsole, useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Beside } from '../../ui/Beside.tsx'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Field.tsx'
import { StakeGlyph, toneClassOf } from '../../ui/Glyphs.tsx'
import { KeyValue } from '../../ui/Lists.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { AmountOrUnknown, Unknown } from '../common/Unknown.tsx'
import { isConnected } from '../common/view.ts'
import { ChangedContracts, useContractsChanged } from './ChangedContracts.tsx'
import styles from './Communities.module.css'
import { ConnectionSection } from './ConnectionSection.tsx'
import { ContractsTable, PinsTable } from './ContractsTable.tsx'
import { engineLook } from './engine-look.ts'
import { RemoveKeyDialog, SetKeyDialog } from './KeyDialogs.tsx'
import { LeaveDialog } from './LeaveDialog.tsx'
import { ParametersPanel, termsOf } from './ParametersPanel.tsx'
import { SandboxProcess } from './SandboxPart.tsx'
import { TestSteps } from './TestSteps.tsx'

/** A joined Community: its connection, what it is made of, what it asks. */
export function CommunityDetail({ community, onLeft }: { readonly community: CommunityState; readonly onLeft: () => void }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const [leaving, setLeaving] = useState(false)
  const changed = useContractsChanged(community)
  const { settings, engine, engineSettings } = community
  const look = engineLook(engine)
  return (
    <Beside
      label={t('communities.parameters.title')}
      openLabel={t('communities.parameters.open')}
      closeLabel={t('common.close')}
      side={<ParametersPanel terms={termsOf(community)} exceptId={settings.id} limit={engineSettings.limits.perBounty} />}
    >
      <Page
        // A name of any length gives way to what can be done.
        title={<span title={settings.name}>{settings.name}</span>}
        note={
          <span className={`${styles.itemState} ${toneClassOf(look.tone) ?? ''}`}>
            <StakeGlyph shape={look.shape} tone={look.tone} />
            {t(`shell.strip.${look.word}`)}
          </span>
        }
        scroll
        tools={
          <>
            <Button
              kind="quiet"
              onClick={() => {
                ui.setState({ community: settings.id })
                goTo(ui, { screen: 'engine' })
              }}
            >
              {t('communities.detail.openEngine')}
            </Button>
            <Button acts onClick={() => setLeaving(true)}>
              {t('communities.detail.leave')}
            </Button>
          </>
        }
      >
        {changed && <ChangedContracts community={community} />}
        <ConnectionSection community={community} />
        <SettingsSection community={community} />
        {settings.kind !== 'sandbox' && <JoinedTest key={settings.id} community={community} />}
        <PinsSection community={community} />
        {leaving && (
          <LeaveDialog
            community={community}
            onClose={() => setLeaving(false)}
            onLeft={() => {
              setLeaving(false)
              onLeft()
            }}
          />
        )}
      </Page>
    </Beside>
  )
}

function SettingsSection({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { settings, clock, deprecated } = community
  const isSandbox = settings.kind === 'sandbox'
  return (
    <Section title={t('communities.detail.settings')}>
      <KeyValue
        className={styles.facts}
        rows={[
          { id: 'address', name: t('communities.detail.address'), value: <span className={styles.mono}>{settings.address}</span> },
          {
            id: 'transport',
            name: t('communities.detail.transport'),
            value: t(settings.insecure ? 'communities.detail.notEncrypted' : 'communities.detail.encrypted'),
          },
          ...(isSandbox
            ? [{ id: 'process', name: t('communities.sandbox.state'), value: <SandboxProcess /> }]
            : [{ id: 'key', name: t('communities.detail.apiKey'), value: <ApiKey community={community} /> }]),
          { id: 'wallet', name: t('communities.detail.wallet'), value: <WalletChoice community={community} /> },
          { id: 'block', name: t('communities.detail.block'), value: <Block clock={clock} /> },
          {
            id: 'balance',
            name: t('communities.detail.balance'),
            value: <Balance community={community} />,
          },
        ]}
      />
      {deprecated && <p className={styles.warn}>{t('communities.detail.registryClosed')}</p>}
    </Section>
  )
}

/** The block now; where no block was seen lately it is an estimate and says so. */
function Block({ clock: { block, estimated } }: { readonly clock: CommunityState['clock'] }) {
  if (block === null) return <Unknown />
  return estimated ? `≈ ${formatCount(block)}` : formatCount(block)
}

/** What is there to stake; an old value says when it was read. */
function Balance({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const reading = community.balances.sideNct
  const unit = community.settings.kind === 'sandbox' ? t('common.testNct') : t('common.nct')
  return (
    <>
      <AmountOrUnknown value={reading?.value ?? null} unit={unit} />
      {reading !== null && !isConnected(community) && (
        <span className={styles.asOf}> {t('wallet.balances.asOf', { time: formatClock(reading.at) })}</span>
      )}
    </>
  )
}

function ApiKey({ community: { settings } }: { readonly community: CommunityState }) {
  const t = useTexts()
  const [dialog, setDialog] = useState<'set' | 'remove' | null>(null)
  const close = () => setDialog(null)
  return (
    <span className={styles.factTools}>
      {t(settings.hasApiKey ? 'communities.detail.keySet' : 'communities.detail.keyNone')}
      <Button acts size="small" disabledWhy={settings.insecure ? t('errors.insecure-api-key') : null} onClick={() => setDialog('set')}>
        {t(settings.hasApiKey ? 'communities.detail.replaceKey' : 'communities.detail.setKey')}
      </Button>
      {settings.hasApiKey && (
        <Button acts size="small" onClick={() => setDialog('remove')}>
          {t('communities.detail.removeKey')}
        </Button>
      )}
      {dialog === 'set' && <SetKeyDialog id={settings.id} name={settings.name} onClose={close} />}
      {dialog === 'remove' && <RemoveKeyDialog id={settings.id} name={settings.name} onClose={close} />}
    </span>
  )
}

function WalletChoice({ community: { settings } }: { readonly community: CommunityState }) {
  const t = useTexts()
  const problemText = useProblemText()
  const wallets = useConsole((state) => state.wallets)
  const { run, busy, problem } = useAction('community.setWallet')
  const offered = wallets.filter(({ source }) => (settings.kind === 'sandbox' ? true : source !== 'throwaway'))
  const known = offered.find(({ address }) => address.toLowerCase() === settings.wallet?.toLowerCase())
  return (
    <span className={styles.walletChoice}>
      <Select
        acts
        label={t('communities.detail.wallet')}
        labelHidden
        disabled={busy}
        value={known?.address ?? ''}
        options={[
          ...(known
            ? []
            : [{ value: '', label: settings.wallet === null ? t('communities.detail.noWallet') : shortAddress(settings.wallet) }]),
          ...offered.map(({ address, source }) => ({
            value: address,
            label: t('common.list', { a: shortAddress(address), b: t(`wallet.source.${source}`) }),
          })),
        ]}
        onChange={(wallet) => {
          if (wallet !== '') run({ community: settings.id, wallet }).catch(() => {})
        }}
      />
      {problem && (
        <span className={styles.factWrong} role="alert">
          {problemText(problem)}
        </span>
      )}
    </span>
  )
}

/** The connection test again, with the key that is kept: the window never learns it. */
function JoinedTest({ community: { settings } }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { run, busy, problem } = useAction('community.test')
  const [result, setResult] = useState<Awaited<ReturnType<typeof run>> | null>(null)
  const test = async () => {
    setResult(await run({ address: settings.address, insecure: settings.insecure, apiKey: null, id: settings.id }))
  }
  const contracts = result?.ok ? result.value.contracts : []
  return (
    <TestSteps
      steps={result?.ok ? result.value.steps : null}
      running={busy}
      problem={problem}
      onRun={() => {
        test().catch(() => {})
      }}
    >
      {contracts.some(({ matches }) => !matches) && (
        <ContractsTable label={t('communities.contracts.title')} contracts={contracts} against={settings.pins} />
      )}
    </TestSteps>
  )
}

function PinsSection({ community: { settings } }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { language } = useConsole(({ app }) => app.preferences)
  const { pins } = settings
  const title = t('communities.contracts.pinnedTitle')
  if (pins === null) {
    return (
      <Section title={title}>
        <p className={styles.panelNote}>{t('communities.detail.noPins')}</p>
      </Section>
    )
  }
  const note = t('communities.contracts.pinnedNote', {
    day: formatDay(pins.pinnedAt, language),
    home: pins.homeChainId,
    side: pins.sideChainId,
  })
  return (
    <Section title={title} note={note} className={styles.pinning}>
      <PinsTable label={title} pins={pins} />
    </Section>
  )
}
