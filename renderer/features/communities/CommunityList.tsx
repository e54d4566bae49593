import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { lima, sandbox } from '../../../shared/domain/community.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { useConsole, useConsoleNow, useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { StakeGlyph, type StakeShape, type Tone, toneClassOf } from '../../ui/Glyphs.tsx'
import { SideList } from '../../ui/Lists.tsx'
import { PageBar } from '../../ui/Page.tsx'
import { useTexts } from '../common/text.ts'
import { AmountOrUnknown } from '../common/Unknown.tsx'
import { openTransfers, silentFor } from '../common/view.ts'
import styles from './Communities.module.css'
import { engineLook } from './engine-look.ts'

/** What can stand in the list: a joined Community, one that is offered, or the one that is being joined. */
export type ListItem =
  | { readonly id: string; readonly is: 'joined'; readonly community: CommunityState }
  | { readonly id: string; readonly is: 'lima' | 'sandbox' }
  | { readonly id: string; readonly is: 'joining'; readonly name: string; readonly address: string }

/** Under this id the form for another private Community stands. */
export const NEW_ID = '+'

/** The joined Communities, then Lima and the sandbox where they are not joined, then the one that is being joined. */
export function listItems(communities: Readonly<Record<string, CommunityState>>, joining: { name: string; address: string } | null) {
  const joined = Object.values(communities).map((community): ListItem => ({ id: community.settings.id, is: 'joined', community }))
  const has = (id: string) => communities[id] !== undefined
  const offered: readonly ListItem[] = [
    ...(has(lima.id) ? [] : [{ id: lima.id, is: 'lima' as const }]),
    ...(has(sandbox.id) ? [] : [{ id: sandbox.id, is: 'sandbox' as const }]),
  ]
  return [...joined, ...offered, ...(joining === null ? [] : [{ id: NEW_ID, is: 'joining' as const, ...joining }])]
}

/** Where a Community is, of what was typed: a scheme before it and a path behind it are left out, so that it fits beside the kind. */
const hostOf = (address: string): string => address.replace(/^[a-z]+:\/\//i, '').split('/')[0] ?? address

/** The list beside the page: who is joined, how each engine stands. */
export function CommunityList({ items, current, onChoose, onAdd }: CommunityListProps) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const setupOpen = useConsole(({ wallets }) => wallets.every(({ source }) => source === 'throwaway'))
  return (
    <section className={styles.list} aria-label={t('communities.list')}>
      <PageBar
        main
        title={t('communities.title')}
        tools={
          <Button acts icon={<Plus aria-hidden />} title={t('communities.addHint')} onClick={onAdd}>
            {t('communities.add')}
          </Button>
        }
      />
      <SideList label={t('communities.list')} items={items} current={current} onChoose={onChoose} render={(item) => <Item item={item} />} />
      <p className={styles.listNote}>{t('communities.note')}</p>
      {setupOpen && (
        <div className={styles.setup}>
          <p>{t('communities.setupNote')}</p>
          <Button onClick={() => ui.setState({ setup: 'shown' })}>{t('communities.setup')}</Button>
        </div>
      )}
    </section>
  )
}
interface CommunityListProps {
  readonly items: readonly ListItem[]
  readonly current: string | null
  readonly onChoose: (id: string) => void
  readonly onAdd: () => void
}

function Item({ item }: { readonly item: ListItem }) {
  const t = useTexts()
  const process = useConsole(({ app }) => app.sandbox)
  switch (item.is) {
    case 'joined':
      return <Joined community={item.community} />
    case 'lima':
      return (
        <Lines
          name={lima.name}
          state={<State shape="dash" tone="faint" word={t('communities.notJoined')} />}
          about={t('communities.kindLine', { kind: t('communities.kind.public'), address: lima.address })}
        />
      )
    case 'sandbox':
      return (
        <Lines
          name={sandbox.name}
          state={
            process.is === 'starting' ? (
              <State shape="open" tone="flight" word={t('communities.starting')} />
            ) : (
              <State shape="dash" tone="faint" word={t('communities.notStarted')} />
            )
          }
          about={t('communities.sandboxLine')}
        />
      )
    case 'joining':
      return (
        <Lines
          name={item.name}
          state={<State shape="open" tone="flight" word={t('communities.joining')} />}
          about={t('communities.kindLine', { kind: t('communities.kind.private'), address: hostOf(item.address) })}
        />
      )
  }
}

function Joined({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { settings, stake, balances } = community
  const transfers = openTransfers(community)
  const open = t('communities.open', { count: stake.open })
  const directions = new Set(transfers.map(({ direction }) => direction))
  const flightKey = directions.size > 1 ? 'transfers' : directions.has('deposit') ? 'deposits' : 'withdrawals'
  return (
    <Lines
      name={settings.name}
      state={<JoinedState community={community} />}
      about={
        settings.kind === 'sandbox'
          ? t('communities.sandboxLine')
          : t('communities.kindLine', { kind: t(`communities.kind.${settings.kind}`), address: hostOf(settings.address) })
      }
      left={
        settings.kind === 'sandbox' && transfers.length > 0
          ? t('communities.openAndFlight', { open, flight: t(`communities.${flightKey}`, { count: transfers.length }) })
          : open
      }
      right={
        <AmountOrUnknown
          value={balances.sideNct?.value ?? null}
          unit={t('common.nct')}
          {...(settings.kind === 'sandbox' ? { tone: 'dim' as const } : {})}
        />
      }
    />
  )
}

/** How its engine stands; before that, that nothing is heard of it. */
function JoinedState({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const silent = silentFor(community, useConsoleNow()) !== null
  const { connection, engine } = community
  if (connection.is === 'lost') {
    return <State shape="unknown" tone="loss" word={t(connection.everConnected ? 'communities.noConnection' : 'communities.unreachable')} />
  }
  if (silent) return <State shape="unknown" tone="stake" word={t('communities.silent')} />
  const look = engineLook(engine)
  return <State shape={look.shape} tone={look.tone} word={t(`shell.strip.${look.word}`)} />
}

interface LinesProps {
  readonly name: string
  readonly state: ReactNode
  readonly about: string
  readonly left?: ReactNode
  readonly right?: ReactNode
}

function Lines({ name, state, about, left, right }: LinesProps) {
  return (
    <span className={styles.item}>
      <span className={styles.itemHead}>
        <span className={styles.itemName}>{name}</span>
        {state}
      </span>
      <span className={styles.itemAbout}>{about}</span>
      {left !== undefined && (
        <span className={styles.itemFoot}>
          <span>{left}</span>
          <span>{right}</span>
        </span>
      )}
    </span>
  )
}

function State({ shape, tone, word }: { readonly shape: StakeShape; readonly tone: Tone; readonly word: string }) {
  return (
    <span className={`${styles.itemState} ${toneClassOf(tone) ?? ''}`}>
      <StakeGlyph shape={shape} tone={tone} />
      {word}
    </span>
  )
}
