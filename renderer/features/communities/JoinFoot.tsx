import { shortAddress } from '../../lib/identifiers.ts'
import { useConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Select } from '../../ui/Field.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './Join.module.css'
import { newContracts } from './join.ts'
import type { JoinFlow } from './useJoin.ts'

/** The wallet, the operator's word on the new addresses, the join. */
export function JoinFoot({ flow }: { readonly flow: JoinFlow }) {
  const t = useTexts()
  const problemText = useProblemText()
  const wallets = useConsole((state) => state.wallets).filter(({ source }) => source !== 'throwaway')
  const { test, blocker, fields, target } = flow
  const fresh = test === null ? 0 : newContracts(test.contracts).length
  const total = test?.contracts.length ?? 0
  return (
    <div className={styles.foot}>
      {wallets.length > 1 && (
        <Select
          acts
          label={t('communities.foot.wallet')}
          value={flow.wallet ?? ''}
          options={wallets.map(({ address }) => ({ value: address, label: shortAddress(address) }))}
          onChange={flow.setWallet}
        />
      )}
      {blocker !== 'failed' && fresh > 0 && (
        <Checkbox
          label={t('communities.contracts.compared', { count: fresh, name: fields.name.trim() || target.name })}
          checked={flow.compared}
          onChange={flow.setCompared}
        />
      )}
      {flow.joinProblem && (
        <p className={styles.footWrong} role="alert">
          {problemText(flow.joinProblem)}
        </p>
      )}
      <Button
        kind="primary"
        size="large"
        wide
        busy={flow.joining}
        disabledWhy={blocker === null ? null : t(`communities.foot.${blocker}`)}
        onClick={flow.join}
      >
        {total > 0 ? t('communities.foot.join', { count: total }) : t('communities.foot.joinPlain')}
      </Button>
      <p className={styles.footNote}>{wallets.length === 0 ? t('communities.foot.noWallet') : t('communities.foot.starts')}</p>
    </div>
  )
}
