import { Copy, Fuel, KeyRound, Play, Settings } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button, IconButton } from '../ui/Button.tsx'
import { Checkbox, RadioCards } from '../ui/Choice.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { PasswordField, Select, TextField } from '../ui/Field.tsx'
import { Key } from '../ui/Key.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Toasts } from '../ui/Notices.tsx'
import { Palette } from '../ui/Palette.tsx'
import { Segmented } from '../ui/Segmented.tsx'
import { TooltipProvider } from '../ui/Tooltip.tsx'
import styles from './Kit.module.css'
import { Drawings, Lists, Notes, Signs } from './KitParts.tsx'
import { Part } from './Part.tsx'

/** The kit in every state, both themes side by side: dev.html?kit */
export function Kit() {
  return (
    <TooltipProvider>
      <div className={styles.kit}>
        {(['dark', 'light'] as const).map((theme) => (
          <div key={theme} data-theme={theme} className={styles.theme}>
            <Controls />
            <Fields />
            <Signs />
            <Lists />
            <Notes />
            <Drawings />
          </div>
        ))}
      </div>
      <Overlays />
    </TooltipProvider>
  )
}

const states = ['rest', 'hover', 'active', 'focus-visible'] as const
/** A control in its passing states. */
const InStates = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.row}>
    {states.map((state) => (
      <div key={state} className={styles.case}>
        <div className={`force-${state}`}>{children}</div>
        {state}
      </div>
    ))}
  </div>
)

function Controls() {
  const [segment, setSegment] = useState('mine')
  const [on, setOn] = useState(true)
  const [card, setCard] = useState('import')
  const nothing = () => {}
  return (
    <Part title="Controls">
      {(['primary', 'plain', 'quiet'] as const).map((kind) => (
        <div key={kind}>
          <InStates>
            <Button kind={kind} icon={<Play aria-hidden />}>
              Unlock and reveal
            </Button>
          </InStates>
          <div className={styles.row}>
            <Button kind={kind} disabledWhy="The wallet is locked.">
              Disabled
            </Button>
            <Button kind={kind} busy>
              Busy
            </Button>
            <Button kind={kind} size="small">
              Small
            </Button>
            <Button kind={kind} size="large">
              Large
            </Button>
          </div>
        </div>
      ))}
      <InStates>
        <IconButton label="Settings" icon={<Settings aria-hidden />} />
      </InStates>
      <InStates>
        <Segmented
          label="Which"
          segments={[
            { value: 'mine', label: 'Mine', count: '14' },
            { value: 'all', label: 'All', count: '2,225' },
          ]}
          value={segment}
          onChange={setSegment}
        />
      </InStates>
      <InStates>
        <Checkbox label="Remember" checked={on} onChange={setOn} />
      </InStates>
      <div className={styles.row}>
        <Checkbox label="Off" checked={false} onChange={nothing} />
        <Checkbox label="Disabled" checked disabled onChange={nothing} />
      </div>
      <RadioCards
        label="Wallet"
        value={card}
        onChange={setCard}
        cards={[
          { value: 'import', icon: <KeyRound aria-hidden />, title: 'Import a keyfile', text: 'geth keyfile (Web3 Secret Storage v3)' },
          { value: 'create', icon: <Copy aria-hidden />, title: 'Create a wallet', text: 'a new key, sealed with your password' },
          { value: 'none', icon: <Fuel aria-hidden />, title: 'Disabled', text: 'not here', disabled: true },
        ]}
      />
      <div className={styles.row}>
        <Menu
          trigger={<Button>Menu</Button>}
          entries={[
            { kind: 'check', id: 'a', label: 'Checked', checked: true, onChoose: nothing },
            { kind: 'line', id: 'l' },
            { kind: 'item', id: 'b', label: 'Search', note: '/', onChoose: nothing },
          ]}
        />
        <Key>Ctrl K</Key>
      </div>
    </Part>
  )
}

function Fields() {
  const [text, setText] = useState('480.0000')
  const set = (event: { readonly target: { readonly value: string } }) => setText(event.target.value)
  return (
    <Part title="Fields">
      <InStates>
        <div className={styles.field}>
          <TextField label="Amount" unit="NCT" value={text} onChange={set} hint="At least the fee." />
        </div>
      </InStates>
      <div className={styles.row}>
        <div className={styles.field}>
          <TextField label="Invalid" unit="NCT" value="1.2.3" onChange={set} invalid="This is not an amount." />
        </div>
        <div className={styles.field}>
          <TextField label="Warning" unit="NCT" value={text} onChange={set} warning="The relay keeps 79.7 % of this amount." />
        </div>
        <div className={styles.field}>
          <TextField label="Disabled" value="cannot be changed" disabled onChange={set} />
        </div>
        <div className={styles.field}>
          <PasswordField label="Password" showLabel="Show" hideLabel="Hide" defaultValue="secret words" size="large" />
        </div>
        <div className={styles.field}>
          <Select label="From, to" value="a" onChange={setText} options={[{ value: 'a', label: 'Sandbox → Sandbox home' }]} />
        </div>
      </div>
    </Part>
  )
}

function Overlays() {
  const [open, setOpen] = useState<'dialog' | 'palette' | 'toast' | null>(null)
  const close = () => setOpen(null)
  return (
    <div style={{ position: 'fixed', right: 16, bottom: 16, display: 'flex', gap: 8 }}>
      {(['dialog', 'palette', 'toast'] as const).map((kind) => (
        <Button key={kind} onClick={() => setOpen(kind)}>
          {kind}
        </Button>
      ))}
      {open === 'dialog' && (
        <Dialog
          title="Unlock the wallet"
          text="The console cannot sign while it is locked."
          icon={<KeyRound aria-hidden />}
          onClose={close}
          onSubmit={close}
          actions={
            <Button type="submit" kind="primary">
              Close
            </Button>
          }
        >
          <TextField label="Password" defaultValue="" />
        </Dialog>
      )}
      {open === 'palette' && (
        <Palette
          label="Find"
          entries={[{ id: 'a', heading: 'Commands', label: 'Go to Live', words: 'go to live', onChoose: close }]}
          nothing={(text) => `Nothing fits ${text}`}
          onClose={close}
        />
      )}
      <Toasts
        entries={
          open === 'toast'
            ? [
                { id: 1, tone: 'calm', text: 'Copied' },
                { id: 2, tone: 'loss', text: 'The engine is stopped.' },
              ]
            : []
        }
        label="Notice"
        closeLabel="Close"
        onClose={close}
      />
    </div>
  )
}
