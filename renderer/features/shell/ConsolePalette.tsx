import { guid as guidSchema } from '../../../shared/domain/identifiers.ts'
import { visibleText } from '../../lib/names.ts'
import { useBounties, useCommunity, useConsole, useWindowConsole } from '../../store/console.tsx'
import { goTo, goToTransfer, type Screen } from '../../store/ui.ts'
import { Name } from '../../ui/Name.tsx'
import { Palette, type PaletteEntry } from '../../ui/Palette.tsx'
import { useSetAppearance } from '../common/appearance.ts'
import { useTexts } from '../common/text.ts'
import { useUnlock } from '../common/useUnlock.ts'
import { useLock } from '../wallet/index.ts'
import { useEngineToggle } from './EngineButtons.tsx'

const screens: readonly Exclude<Screen, 'bounty'>[] = [
  'live',
  'assertions',
  'earnings',
  'wallet',
  'communities',
  'engine',
  'activity',
  'settings',
]
/** Ctrl K: a bounty, a hash, a command. */
export function ConsolePalette() {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const community = useCommunity()
  const rows = useBounties(community?.settings.id)
  const commands = useCommands()
  const open = (guid: string) => goTo(ui, { screen: 'bounty', guid, from: 'live' })
  const bounties = Object.values(rows).map((row): PaletteEntry => {
    const name = row.artifacts[0]?.name ?? row.guid
    return {
      id: row.guid,
      heading: t('shell.palette.bounties'),
      label: <Name text={name} />,
      words:
        `${row.artifacts.map((item) => visibleText(item.name ?? '')).join(' ')} ${row.guid} ${row.artifacts.map(({ sha256 }) => sha256 ?? '').join(' ')}`.toLowerCase(),
      note: t(`live.state.${row.state}`),
      onChoose: () => open(row.guid),
    }
  })
  const extra = (text: string): PaletteEntry[] => {
    const known = guidSchema.safeParse(text)
    if (!known.success || rows[known.data.toLowerCase()]) return []
    const guid = known.data.toLowerCase()
    return [
      {
        id: guid,
        heading: t('shell.palette.bounties'),
        label: t('shell.palette.openBounty', { guid }),
        words: guid,
        onChoose: () => open(guid),
      },
    ]
  }
  return (
    <Palette
      label={t('shell.palette.label')}
      entries={[...commands, ...bounties]}
      extra={extra}
      nothing={(text) => t('shell.palette.nothing', { text })}
      onClose={() => ui.setState({ dialog: null })}
    />
  )
}

function useCommands(): PaletteEntry[] {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const setAppearance = useSetAppearance()
  const lock = useLock()
  const unlock = useUnlock()
  const community = useCommunity()
  const { toggle } = useEngineToggle(community)
  const wallet = useConsole(({ wallets }) => wallets.find(({ address }) => address === community?.settings.wallet) ?? wallets[0] ?? null)
  const heading = t('shell.palette.commands')
  const command = (id: string, label: string, onChoose: () => void, note?: string): PaletteEntry => ({
    id,
    heading,
    label,
    words: label.toLowerCase(),
    onChoose,
    ...(note === undefined ? {} : { note }),
  })
  const acts = (...given: Parameters<typeof command>): PaletteEntry => ({ ...command(...given), acts: true })
  const theme = (name: 'dark' | 'light' | 'system') => command(name, t(`shell.palette.${name}`), () => setAppearance({ theme: name }))
  const engine = community?.engine.is
  return [
    ...screens.map((screen) => command(screen, t('shell.palette.goTo', { screen: t(`shell.nav.${screen}`) }), () => goTo(ui, { screen }))),
    ...(engine === undefined
      ? []
      : engine === 'stopped'
        ? [acts('toggle', t('shell.palette.start'), toggle)]
        : [
            acts('toggle', t(engine === 'paused' ? 'shell.palette.resume' : 'shell.palette.pause'), toggle, 'Ctrl Shift P'),
            acts('stop', t('shell.palette.stop'), () => ui.setState({ dialog: { is: 'stop' } })),
          ]),
    ...(wallet === null
      ? []
      : [
          wallet.state === 'locked'
            ? acts('unlock', t('shell.palette.unlock'), unlock)
            : acts('lock', t('shell.palette.lock'), () => lock(wallet), 'Ctrl L'),
        ]),
    acts('deposit', t('shell.palette.deposit'), () => goToTransfer(ui, 'deposit')),
    acts('withdraw', t('shell.palette.withdraw'), () => goToTransfer(ui, 'withdrawal')),
    theme('dark'),
    theme('light'),
    theme('system'),
    command('setup', t('shell.palette.setup'), () => ui.setState({ setup: 'shown' })),
    command('keys', t('shell.palette.keys'), () => ui.setState({ dialog: { is: 'keys' } }), '?'),
  ]
}
