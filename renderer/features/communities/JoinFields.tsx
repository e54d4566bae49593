import { ExternalLink, Lock, LockOpen } from 'lucide-react'
import { useWindowConsole } from '../../store/console.tsx'
import { useActsOff } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { PasswordField, TextField } from '../../ui/Field.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Join.module.css'
import { schemeOf } from './join.ts'
import type { JoinFlow } from './useJoin.ts'

/** Name, address, API key, and whether it goes without encryption, with what that means. */
export function JoinFieldsForm({ flow }: { readonly flow: JoinFlow }) {
  const t = useTexts()
  const nobody = useActsOff(true)
  const { fields, problems, set, target } = flow
  const said = (problem: keyof typeof problems) => {
    const code = problems[problem]
    return code === undefined ? undefined : t(`communities.join.${code}`, { scheme: schemeOf(fields.address) })
  }
  return (
    <form
      className={styles.joinForm}
      onSubmit={(event) => {
        event.preventDefault()
        // By Enter too.
        if (nobody === null) flow.runTest()
      }}
    >
      <div className={styles.joinFields} data-fixed={target.fixed || undefined}>
        {!target.fixed && (
          <TextField
            label={t('communities.join.name')}
            value={fields.name}
            hint={t('communities.join.nameHint')}
            invalid={said('name')}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
        <TextField
          label={t('communities.join.address')}
          mono
          value={fields.address}
          readOnly={target.fixed}
          hint={t(fields.insecure ? 'communities.join.addressHintInsecure' : 'communities.join.addressHint')}
          invalid={said('address')}
          unit={fields.insecure ? <LockOpen aria-hidden size={12} /> : <Lock aria-hidden size={12} />}
          onChange={(event) => set({ address: event.target.value })}
        />
        <PasswordField
          label={t('communities.join.apiKey')}
          autoComplete="off"
          showLabel={t('common.showPassword')}
          hideLabel={t('common.hidePassword')}
          value={fields.insecure ? '' : fields.apiKey}
          disabled={fields.insecure}
          invalid={said('apiKey')}
          hint={fields.insecure ? t('communities.join.apiKeyInsecure') : <KeyHint />}
          onChange={(event) => set({ apiKey: event.target.value })}
        />
        {/* Enter in any field runs the test. */}
        <button type="submit" hidden />
      </div>
      {!target.fixed && (
        <div className={styles.insecure}>
          <Checkbox label={t('communities.join.insecure')} checked={fields.insecure} onChange={(insecure) => set({ insecure })} />
          {fields.insecure && <p className={styles.insecureNote}>{t('communities.join.insecureNote')}</p>}
        </div>
      )}
    </form>
  )
}

function KeyHint() {
  const t = useTexts()
  return (
    <>
      {t('communities.join.apiKeyHint')} <PortalLink />
    </>
  )
}

/** Opens the Portal in the operator's browser: the window itself never goes anywhere. */
export function PortalLink() {
  const t = useTexts()
  const { bridge } = useWindowConsole()
  const nobody = useActsOff(true)
  const open = () => {
    bridge.call('app.openExternal', { page: 'portal' }).catch(() => {})
  }
  return (
    <button type="button" className={styles.link} {...(nobody === null ? { onClick: open } : { 'aria-disabled': true, title: nobody })}>
      {t('communities.join.portal')}
      <ExternalLink aria-hidden />
    </button>
  )
}
