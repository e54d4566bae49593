import { LockOpen, Pause, Play, Square } from 'lucide-react'
import { useContext } from 'react'
import type { CommunityState } from '../../../shared/state/state.ts'
import { useAction, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { ActsOff, Button } from '../../ui/Button.tsx'
import { useLockedOut } from '../common/locked.ts'
import { useProblemText, useTexts } from '../common/text.ts'
import { useUnlock } from '../common/useUnlock.ts'

/** Pause or resume, or before either unlock what is staked and locked; and stop, which asks first. */
export function EngineButtons({ community }: { readonly community: CommunityState | null }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const unlock = useUnlock()
  const { toggle, busy } = useEngineToggle(community)
  const lockedOut = useLockedOut(community)
  if (community === null) return null
  const { is } = community.engine
  const unlockButton = (
    <Button acts icon={<LockOpen aria-hidden />} onClick={unlock}>
      {t('shell.strip.unlock')}
    </Button>
  )
  if (is === 'stopped') {
    return (
      <>
        {lockedOut && unlockButton}
        <Button icon={<Play aria-hidden />} busy={busy} onClick={toggle}>
          {t('shell.strip.start')}
        </Button>
      </>
    )
  }
  return (
    <>
      {is === 'locked' || lockedOut ? (
        unlockButton
      ) : (
        <Button icon={is === 'paused' ? <Play aria-hidden /> : <Pause aria-hidden />} busy={busy} onClick={toggle}>
          {t(is === 'paused' ? 'shell.strip.resume' : 'shell.strip.pause')}
        </Button>
      )}
      <Button acts icon={<Square aria-hidden />} onClick={() => ui.setState({ dialog: { is: 'stop' } })}>
        {t('shell.strip.stop')}
      </Button>
    </>
  )
}

/** Start, pause or resume: what the engine's state allows. */
export function useEngineToggle(community: CommunityState | null): { readonly toggle: () => void; readonly busy: boolean } {
  const { ui } = useWindowConsole()
  const start = useAction('engine.start')
  const pause = useAction('engine.pause')
  const problemText = useProblemText()
  const nobody = useContext(ActsOff)
  const toggle = () => {
    if (community === null) return
    // By its key too.
    if (nobody !== null) return notify(ui, nobody, 'loss')
    const id = community.settings.id
    const begins = community.engine.is === 'stopped' || community.engine.is === 'paused'
    const action = begins ? start.run({ community: id }) : pause.run({ community: id })
    action
      .then((result) => {
        if (!result.ok) notify(ui, problemText(result.problem), 'loss')
      })
      .catch(() => {})
  }
  return { toggle, busy: start.busy || pause.busy }
}
