import type { EngineState } from '../../shared/domain/engine.ts'
import type { Preferences } from '../../shared/state/state.ts'

type Paused = Exclude<Extract<EngineState, { is: 'paused' }>['by'], 'operator' | 'day-limit' | 'at-once-limit'>
type Failed = Extract<EngineState, { is: 'failed' }>['part']

/** The few sentences that are shown outside the window; its own catalogue is not read here. */
export interface AlarmTexts {
  readonly lostTitle: (count: number) => string
  /** `name`: the artifact, when there is one alone. */
  readonly lost: (community: string, nct: string, name: string | null) => string
  readonly stoppedTitle: (community: string) => string
  readonly stopped: Readonly<Record<Paused | Failed, string>>
}

export const alarmTexts: Readonly<Record<Preferences['language'], AlarmTexts>> = {
  en: {
    lostTitle: (count) => (count === 1 ? 'A stake is lost' : `${count} stakes are lost`),
    lost: (community, nct, name) => `${nct} NCT in ${community}${name === null ? '' : `: ${name}`}. The console says why.`,
    stoppedTitle: (community) => `The engine has stopped in ${community}`,
    stopped: {
      losses: 'Stakes were lost one after the other: nothing new is staked until you start it again.',
      'contracts-changed': 'The Community has other contracts than those it was joined with: nothing is staked until you have looked.',
      deprecated: 'The Community’s registry takes no new bounties.',
      balance: 'The balance on the side chain is too low to stake.',
      scanner: 'The scanner is down; it is being restarted.',
      signer: 'The signer is down; it is being restarted.',
      journal: 'The journal cannot be written: nothing is staked that could be forgotten.',
    },
  },
  ja: {
    lostTitle: (count) => (count === 1 ? '賭け金が没収されました' : `${count} 件の賭け金が没収されました`),
    lost: (community, nct, name) => `${community} で ${nct} NCT${name === null ? '' : `：${name}`}。理由はコンソールにあります。`,
    stoppedTitle: (community) => `${community} のエンジンが停止しました`,
    stopped: {
      losses: '没収が続いたため、再開するまで新しく賭けません。',
      'contracts-changed': '参加時とコントラクトが異なります。確認するまで賭けません。',
      deprecated: 'コミュニティのレジストリは新しいバウンティを受け付けません。',
      balance: 'サイドチェーンの残高が足りず、賭けられません。',
      scanner: 'スキャナーが停止しました。再起動しています。',
      signer: '署名プロセスが停止しました。再起動しています。',
      journal: 'ジャーナルに書き込めません。記録できない賭けはしません。',
    },
  },
}
