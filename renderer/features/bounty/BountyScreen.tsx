import { Braces, ChevronLeft } from 'lucide-react'
import { useState } from 'react'
import { Trans } from 'react-i18next'
import type { BountyDetails, BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { visibleText } from '../../lib/names.ts'
import { formatCount } from '../../lib/numbers.ts'
import { formatClock } from '../../lib/times.ts'
import { useAnswer, useCommunity, useConsole, useWindowConsole } from '../../store/console.tsx'
import { goTo, type Place } from '../../store/ui.ts'
import { Amount } from '../../ui/Amount.tsx'
import { Beside } from '../../ui/Beside.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { StakeGlyph, toneClassOf } from '../../ui/Glyphs.tsx'
import { CopyButton } from '../../ui/Identifier.tsx'
import { Name } from '../../ui/Name.tsx'
import { Section } from '../../ui/Page.tsx'
import { rightCount, stateLook } from '../bounties/model.ts'
import { Screen } from '../common/Screen.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { ArtifactsTable } from './ArtifactsTable.tsx'
import { AssertionsTable } from './AssertionsTable.tsx'
import styles from './Bounty.module.css'
import { BountySide } from './BountySide.tsx'
import { Missing } from './Missing.tsx'
import { Timeline } from './Timeline.tsx'
import { VotesTable } from './VotesTable.tsx'

type BountyPlace = Extract<Place, { screen: 'bounty' }>

/** All that is known of one bounty: rounds, artifacts, every engine's assertion, votes, and my money to the base unit. */
export function BountyScreen({ place }: { readonly place: BountyPlace }) {
  const community = useCommunity()
  return community === null ? null : <BountyOf key={place.guid} place={place} community={community} />
}

function BountyOf({ place, community }: { readonly place: BountyPlace; readonly community: CommunityState }) {
  const t = useTexts()
  const id = community.settings.id
  const live = useConsole(({ bounties }) => bounties[id]?.[place.guid] ?? null)
  // What is on chain changes with the row, and with the block while the bounty is open.
  const answer = useAnswer('bounty.details', { community: id, guid: place.guid }, `${id}:${place.guid}:${freshKey(live)}`)
  const details = answer.is === 'here' ? answer.value : answer.is === 'failed' ? answer.last : null
  const problemText = useProblemText()
  const row = live ?? details?.row ?? null
  return (
    <Beside
      label={t('bounty.money')}
      openLabel={t('bounty.money')}
      closeLabel={t('common.close')}
      side={details ? <BountySide details={details} community={community} /> : null}
    >
      <Screen
        title={<Title row={row} />}
        lead={<Back place={place} />}
        note={row && <Status row={row} />}
        tools={<Tools guid={place.guid} details={details} />}
        scroll
      >
        {answer.is === 'failed' && <p className={styles.none}>{`${t('bounty.failed')} ${problemText(answer.problem)}`}</p>}
        {answer.is === 'loading' && <p className={styles.none}>{t('bounty.loading')}</p>}
        {details && <Missing details={{ ...details, row: row ?? details.row }} community={community} />}
        {details && <Parts details={{ ...details, row: row ?? details.row }} community={community} />}
      </Screen>
    </Beside>
  )
}

/** What makes the details worth asking for again. */
const freshKey = (row: BountyRow | null): string =>
  row === null
    ? 'none'
    : [row.state, row.others.asserted, row.others.revealed, row.others.votes, row.quorumBlock, row.settleBlock].join(':')

function Parts({ details, community }: { readonly details: BountyDetails; readonly community: CommunityState }) {
  const t = useTexts()
  return (
    <>
      <Section title={t('bounty.rounds')} note={<PostedNote details={details} />}>
        <Timeline details={details} community={community} />
      </Section>
      <ArtifactsTable details={details} />
      <AssertionsTable details={details} fee={details.row.assertionFee ?? community.parameters?.assertionFee ?? null} />
      <VotesTable details={details} />
    </>
  )
}

function PostedNote({ details: { row, times } }: { readonly details: BountyDetails }) {
  const author = shortAddress(row.author)
  const amount = <Amount value={row.amount} />
  if (row.postedBlock === null) return <Trans i18nKey="bounty.postedUnseen" values={{ author }} components={{ amount }} />
  const at = times.find(({ block }) => block === row.postedBlock)?.at
  const time = at === undefined ? '' : `, ${formatClock(at)}`
  return <Trans i18nKey="bounty.posted" values={{ block: formatCount(row.postedBlock), time, author }} components={{ amount }} />
}

function Title({ row }: { readonly row: BountyRow | null }) {
  const t = useTexts()
  if (row === null) return t('bounty.loading')
  const name = row.artifacts[0]?.name ?? null
  if (name === null) return t('live.unnamed')
  const more = row.artifacts.length - 1
  return more > 0 ? t('bounty.andMore', { name: visibleText(name), count: more }) : <Name text={name} className={styles.name} />
}

function Back({ place }: { readonly place: BountyPlace }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  return <IconButton label={t('bounty.back')} icon={<ChevronLeft aria-hidden />} onClick={() => goTo(ui, { screen: place.from })} />
}

function Status({ row }: { readonly row: BountyRow }) {
  const t = useTexts()
  const { shape, tone } = stateLook[row.state]
  const right = row.state === 'won-part' ? rightCount(row) : null
  return (
    <span className={cx(styles.status, toneClassOf(tone))}>
      <StakeGlyph shape={shape} tone={tone} />
      {right ? t('live.wonOf', { right: right.right, of: right.of }) : t(`live.state.${row.state}`)}
    </span>
  )
}

function Tools({ guid, details }: { readonly guid: string; readonly details: BountyDetails | null }) {
  const t = useTexts()
  const [raw, setRaw] = useState(false)
  return (
    <>
      <span className={styles.guid} title={guid}>
        {guid}
      </span>
      <CopyButton text={guid} label={t('bounty.copyGuid')} copied={t('common.copied')} />
      <Button size="small" icon={<Braces aria-hidden />} onClick={() => setRaw(true)}>
        {t('bounty.raw')}
      </Button>
      {raw && (
        <Dialog
          wide
          calm
          title={t('bounty.rawTitle')}
          icon={<Braces aria-hidden />}
          onClose={() => setRaw(false)}
          onSubmit={() => setRaw(false)}
          actions={
            <Button kind="primary" type="submit">
              {t('common.close')}
            </Button>
          }
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must be scrollable with keys */}
          <pre className={styles.raw} tabIndex={0}>
            {details?.raw == null ? t('bounty.rawMissing') : readable(details.raw)}
          </pre>
        </Dialog>
      )}
    </>
  )
}

/** The daemon's words, line breaks kept, everything else that hides made visible. */
const readable = (raw: string): string => raw.split('\n').map(visibleText).join('\n')
