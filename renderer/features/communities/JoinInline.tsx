import styles from './Join.module.css'
import { JoinFoot } from './JoinFoot.tsx'
import { JoinParts } from './JoinParts.tsx'
import { type JoinTarget, useJoin } from './useJoin.ts'

/** The same join in one column: a step of the set-up. */
export function JoinInline({ target, onJoined }: { readonly target: JoinTarget; readonly onJoined: (id: string) => void }) {
  const flow = useJoin(target, onJoined)
  return (
    <div className={styles.inline}>
      <JoinParts flow={flow} />
      {flow.test !== null && flow.blocker !== 'failed' && <JoinFoot flow={flow} />}
    </div>
  )
}
