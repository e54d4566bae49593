import type { Artifact, BountyRow, MyState, SkipReason } from '../../../shared/domain/bounty.ts'

/* Bounties of the moment that the design's pictures show: Lima, block 18,402,117, 03:12:47. */

export const BLOCK = 18_402_117
export const NOW = new Date(2026, 9, 14, 3, 12, 47).getTime()
export const BASE = 18_402_000
export const ME = '0x7A3f02b9D64C1eE85aF37d20B19c04E6f8A2C91e'
export const AMBASSADOR = '0x3fE4A0c27b9d51E8836d4F0bC15a7792De41B716'

/** `1.5` NCT in base units; for figures of a few decimals. */
export const nct = (value: number): bigint => BigInt(Math.round(value * 100_000)) * 10n ** 13n
export const FEE = nct(0.03125)
export const at = (clock: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  return new Date(2026, 9, 14, hours, minutes, seconds).getTime()
}

type Opinion = 'malicious' | 'benign' | 'none'
interface Given {
  readonly name: string
  readonly size?: number
  readonly url?: boolean
  readonly amount?: number
  readonly opinions?: readonly (readonly [Opinion, number])[]
  readonly count?: number
  readonly expiration: number
  readonly state: MyState
  readonly skip?: SkipReason
  readonly bid?: number
  readonly assert?: number
  readonly reveal?: number
  readonly quorum?: number
  readonly settle?: number
  readonly settledAt?: string
  readonly payout?: number
  readonly others?: readonly [asserted: number, revealed: number, votes: number, forMe: number]
}

const guidOf = (name: string): string => {
  let value = 0x811c9dc5
  const words: string[] = []
  for (let round = 0; round < 4; round += 1) {
    for (const char of name) value = Math.imul(value ^ (char.charCodeAt(0) + round), 0x01000193) >>> 0
    words.push(value.toString(16).padStart(8, '0'))
  }
  const hex = words.join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const artifactOf = (given: Given, index: number): Artifact => {
  const opinion = given.opinions?.[index]
  return {
    name: index === 0 ? given.name : `part-${index}.bin`,
    size: given.url ? null : (given.size ?? 90_000),
    mimetype: null,
    sha256: null,
    verdict:
      opinion === undefined
        ? null
        : opinion[0] === 'none'
          ? { is: 'none', reason: 'no-opinion' }
          : { is: opinion[0], confidence: opinion[1] * 10_000, family: '' },
    bid: null,
    truth: null,
  }
}

/** One bounty of Lima: windows of 20, 10 and 100 blocks; blocks are given by their last three digits. */
export function rowOf(given: Given): BountyRow {
  const count = given.count ?? given.opinions?.length ?? 1
  const [asserted, revealed, votes, votesForMe] = given.others ?? [0, 0, 0, 0]
  const block = (value: number | undefined) => (value === undefined ? null : BASE + value)
  return {
    guid: given.name.startsWith('PO-88213') ? '5c1e9f0a-7b42-4d3e-9a66-0f2c81d7e4b3' : guidOf(given.name),
    artifactType: given.url ? 'url' : 'file',
    uri: 'bafybeig3n7wq2k4wzq',
    author: AMBASSADOR,
    amount: nct(given.amount ?? 2),
    postedBlock: BASE + given.expiration - 20,
    expiration: BASE + given.expiration,
    revealWindow: 10,
    voteWindow: 100,
    firstSeenAt: NOW - (BLOCK - (BASE + given.expiration - 20)) * 1000,
    artifacts: Array.from({ length: count }, (_, index) => artifactOf(given, index)),
    state: given.state,
    skipReason: given.skip ?? null,
    bid: given.bid === undefined ? null : nct(given.bid),
    assertionFee: given.bid === undefined ? null : FEE,
    assertBlock: block(given.assert),
    revealBlock: block(given.reveal),
    quorumBlock: block(given.quorum),
    settleBlock: block(given.settle),
    settledAt: given.settledAt ? at(given.settledAt) : null,
    payout: given.payout === undefined ? null : nct(given.payout),
    others: { asserted, revealed, votes, votesForMe },
    lossReason: null,
  }
}

const mal = (confidence: number) => [['malicious', confidence]] as const
const ben = (confidence: number) => [['benign', confidence]] as const

export const rows = {
  invoice: rowOf({
    name: 'invoice_2026-10-4471.xlsm',
    size: 218_000,
    expiration: 115,
    state: 'reveal-sent',
    opinions: mal(97),
    bid: 0.8125,
    assert: 103,
    others: [5, 2, 0, 0],
  }),
  setup: rowOf({
    name: 'SetupAssist_x64.exe',
    size: 4_100_000,
    expiration: 111,
    state: 'revealed',
    opinions: mal(99),
    bid: 1,
    assert: 98,
    reveal: 112,
    others: [4, 3, 0, 0],
  }),
  scans: rowOf({
    name: 'quarterly-scans.zip',
    amount: 8,
    expiration: 109,
    state: 'revealed',
    opinions: [
      ['malicious', 90],
      ['malicious', 88],
      ['benign', 80],
      ['none', 0],
    ],
    bid: 2.125,
    assert: 100,
    reveal: 111,
    others: [6, 6, 0, 0],
  }),
  loader: rowOf({ name: 'wp-admin-loader.php', size: 31_000, expiration: 134, state: 'scanning' }),
  login: rowOf({ name: 'https://secure-login.bankmail.top/verify', url: true, expiration: 132, state: 'scanning', others: [1, 0, 0, 0] }),
  curl: rowOf({
    name: 'libcurl-8.dll',
    size: 612_000,
    expiration: 128,
    state: 'committed',
    opinions: ben(88),
    bid: 0.4375,
    assert: 115,
    others: [3, 0, 0, 0],
  }),
  payroll: rowOf({
    name: 'payroll_sept.docm',
    size: 96_000,
    expiration: 125,
    state: 'committed',
    opinions: mal(94),
    bid: 0.75,
    assert: 113,
    others: [4, 0, 0, 0],
  }),
  drivers: rowOf({
    name: 'drivers-intel-21.9.cab',
    amount: 4,
    expiration: 121,
    state: 'committed',
    opinions: [
      ['benign', 84],
      ['benign', 81],
    ],
    bid: 0.625,
    assert: 110,
    others: [5, 0, 0, 0],
  }),
  telemetry: rowOf({
    name: 'telemetry.bin',
    size: 28_700_000,
    expiration: 120,
    state: 'skipped',
    skip: 'scan-timed-out',
    others: [2, 0, 0, 0],
  }),
  svchost: rowOf({
    name: 'svchost_update.exe',
    size: 1_900_000,
    expiration: 103,
    state: 'waiting',
    opinions: mal(99),
    bid: 1,
    assert: 89,
    reveal: 104,
    others: [5, 5, 0, 0],
  }),
  firmware: rowOf({
    name: 'firmware-ax3000.img',
    size: 16_200_000,
    expiration: 96,
    state: 'waiting',
    opinions: ben(81),
    bid: 0.3125,
    assert: 89,
    reveal: 98,
    others: [5, 5, 1, 1],
  }),
  resume: rowOf({
    name: 'resume_kmiller.pdf',
    size: 340_000,
    expiration: 90,
    state: 'waiting',
    opinions: mal(71),
    bid: 0.375,
    assert: 79,
    reveal: 91,
    others: [5, 5, 2, 1],
  }),
  modules: rowOf({
    name: 'node_modules.tgz',
    amount: 6,
    expiration: 79,
    state: 'waiting',
    opinions: [
      ['benign', 91],
      ['benign', 88],
      ['benign', 95],
    ],
    bid: 0.9375,
    assert: 71,
    reveal: 80,
    others: [5, 5, 2, 2],
  }),
  forecast: rowOf({
    name: 'Q3_forecast.xlsb',
    size: 180_000,
    expiration: 74,
    state: 'settle-sent',
    opinions: mal(96),
    bid: 0.875,
    assert: 62,
    reveal: 76,
    quorum: 114,
    others: [5, 5, 3, 3],
  }),
  photo: rowOf({
    name: 'photo_0412.scr',
    size: 702_000,
    expiration: 82,
    state: 'won',
    opinions: mal(98),
    bid: 1,
    assert: 69,
    reveal: 83,
    quorum: 109,
    settle: 111,
    settledAt: '03:12:41',
    payout: 1.75,
    others: [5, 5, 3, 3],
  }),
  installer: rowOf({
    name: 'curl-installer.sh',
    size: 12_000,
    expiration: 82,
    state: 'won',
    opinions: ben(90),
    bid: 0.4375,
    assert: 71,
    reveal: 84,
    quorum: 101,
    settle: 103,
    settledAt: '03:12:33',
    payout: 1.0625,
    others: [5, 5, 3, 3],
  }),
  ledger: rowOf({
    name: 'ledger-live-setup.exe',
    size: 88_000,
    expiration: 59,
    state: 'lost',
    opinions: mal(77),
    bid: 0.5,
    assert: 47,
    reveal: 60,
    quorum: 94,
    settle: 96,
    settledAt: '03:12:26',
    payout: 0,
    others: [5, 5, 3, 0],
  }),
  chrome: rowOf({
    name: 'chrome_patch.msi',
    size: 5_500_000,
    expiration: 64,
    state: 'won',
    opinions: mal(99),
    bid: 1,
    assert: 50,
    reveal: 65,
    quorum: 86,
    settle: 88,
    settledAt: '03:12:18',
    payout: 1.55,
    others: [5, 5, 3, 3],
  }),
  backup: rowOf({
    name: 'backup-agent.jar',
    size: 2_200_000,
    expiration: 46,
    state: 'won',
    opinions: ben(79),
    bid: 0.25,
    assert: 37,
    reveal: 48,
    quorum: 77,
    settle: 79,
    settledAt: '03:12:09',
    payout: 0.75,
    others: [5, 5, 3, 2],
  }),
  order: rowOf({
    name: 'PO-88213_signed.pdf.js',
    amount: 6,
    expiration: 49,
    state: 'won-part',
    opinions: [
      ['malicious', 98],
      ['benign', 93],
      ['malicious', 74],
    ],
    bid: 1.5,
    assert: 36,
    reveal: 50,
    quorum: 70,
    settle: 72,
    settledAt: '03:12:02',
    payout: 2.65625,
    others: [4, 3, 9, 8],
  }),
  statement: rowOf({
    name: 'statement_0925.html',
    size: 44_000,
    expiration: 41,
    state: 'won',
    opinions: mal(95),
    bid: 0.625,
    assert: 27,
    reveal: 42,
    quorum: 63,
    settle: 65,
    settledAt: '03:11:55',
    payout: 1.25,
    others: [5, 5, 3, 3],
  }),
} as const satisfies Record<string, BountyRow>

const withArtifacts = (row: BountyRow, artifacts: readonly Partial<Artifact>[]): BountyRow => ({
  ...row,
  artifacts: row.artifacts.map((artifact, index) => ({ ...artifact, ...artifacts[index] })),
})

/** The bounty of the details screen, with all that is known of its artifacts. */
export const orderRow: BountyRow = withArtifacts(rows.order, [
  {
    name: 'PO-88213_signed.pdf.js',
    size: 38_200,
    mimetype: 'text/javascript',
    sha256: `551b438e${'0'.repeat(50)}9db452`,
    bid: nct(0.75),
    truth: true,
    verdict: { is: 'malicious', confidence: 980_000, family: 'JS.Downloader.Agent' },
  },
  {
    name: 'vcruntime140.dll',
    size: 96_800,
    mimetype: 'application/x-dosexec',
    sha256: `924161a2${'0'.repeat(50)}ead7d3`,
    bid: nct(0.25),
    truth: false,
    verdict: { is: 'benign', confidence: 930_000, family: '' },
  },
  {
    name: 'keygen_v2.exe',
    size: 1_200_000,
    mimetype: 'application/x-dosexec',
    sha256: `107f02cc${'0'.repeat(50)}0b33f4`,
    bid: nct(0.5),
    truth: false,
    verdict: { is: 'malicious', confidence: 740_000, family: 'PUA.Keygen' },
  },
])
