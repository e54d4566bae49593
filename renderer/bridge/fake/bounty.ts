import type { BountyDetails } from '../../../shared/domain/bounty.ts'
import { at, BASE, FEE, ME, nct } from './row-of.ts'
import { orderRow } from './rows.ts'

const tail = (start: string, end: string) => `0x${start}${'5'.repeat(56)}${end}`
const other = (start: string, end: string) => `0x${start}${'6'.repeat(32)}${end}`
const bits = (text: string) => [...text].map((bit) => bit === '1')

/** 10: a settled bounty of three artifacts, right on two of them. */
export const orderDetails: BountyDetails = {
  row: { ...orderRow, assertionFee: FEE },
  missing: null,
  assertions: [
    {
      author: ME,
      index: 0,
      mine: true,
      assertBlock: BASE + 36,
      revealBlock: BASE + 50,
      mask: bits('111'),
      bids: [nct(0.75), nct(0.25), nct(0.5)],
      verdicts: bits('101'),
      payout: nct(2.65625),
    },
    {
      author: other('41bE', '07d2'),
      index: 1,
      mine: false,
      assertBlock: BASE + 34,
      revealBlock: BASE + 49,
      mask: bits('111'),
      bids: [nct(1), nct(0.75), nct(0.25)],
      verdicts: bits('100'),
      payout: nct(6.75),
    },
    {
      author: other('c90D', 'a3F8'),
      index: 2,
      mine: false,
      assertBlock: BASE + 38,
      revealBlock: BASE + 52,
      mask: bits('101'),
      bids: [nct(0.25), nct(0.25)],
      verdicts: bits('000'),
      payout: nct(1.75),
    },
    {
      author: other('88aC', '19c0'),
      index: 3,
      mine: false,
      assertBlock: BASE + 41,
      revealBlock: BASE + 51,
      mask: bits('110'),
      bids: [nct(0.25), nct(0.25)],
      verdicts: bits('110'),
      payout: nct(0.59375 + 0.53125),
    },
    {
      author: other('1F77', 'e64B'),
      index: 4,
      mine: false,
      assertBlock: BASE + 43,
      revealBlock: null,
      mask: bits('111'),
      bids: [nct(0.5), nct(0.25), nct(0.5)],
      verdicts: null,
      payout: 0n,
    },
  ],
  votes: [
    { voter: other('B2e1', '44Fa'), block: BASE + 62, votes: bits('101') },
    { voter: other('5d09', '8c3E'), block: BASE + 65, votes: bits('100') },
    { voter: other('Ea67', '1B90'), block: BASE + 70, votes: bits('100') },
  ],
  arbiters: 3,
  times: [
    { block: BASE + 29, at: at('03:11:19') },
    { block: BASE + 36, at: at('03:11:26') },
    { block: BASE + 50, at: at('03:11:40') },
    { block: BASE + 70, at: at('03:12:00') },
    { block: BASE + 72, at: at('03:12:02') },
  ],
  money: [
    { kind: 'bid', artifact: 0, amount: nct(0.75), of: null },
    { kind: 'bid', artifact: 1, amount: nct(0.25), of: null },
    { kind: 'bid', artifact: 2, amount: nct(0.5), of: null },
    { kind: 'assertion-fee', artifact: null, amount: FEE, of: null },
    { kind: 'own-bid-back', artifact: 0, amount: nct(0.75), of: null },
    { kind: 'share-of-lost-bids', artifact: 0, amount: nct(0.28125), of: nct(0.75) },
    { kind: 'share-of-bounty', artifact: 0, amount: nct(0.75), of: null },
    { kind: 'own-bid-back', artifact: 1, amount: nct(0.25), of: null },
    { kind: 'share-of-lost-bids', artifact: 1, amount: nct(0.125), of: nct(0.5) },
    { kind: 'share-of-bounty', artifact: 1, amount: nct(0.5), of: null },
    { kind: 'bid-lost', artifact: 2, amount: nct(0.5), of: null },
  ],
  mine: {
    index: 0,
    commitment: tail('9b41', 'e07c'),
    nonce: tail('2cd8', '51fa'),
    assertTx: tail('71e3', '0b9d'),
    revealTx: tail('d05a', 'c834'),
    settleTx: tail('3e96', '72f1'),
    revealAttempts: 1,
  },
  scan: { scanner: 'EICAR', malicious: 2, artifacts: 3, tookMs: 2800, budgetMs: 14_000 },
  raw: '{\n  "guid": "5c1e9f0a-7b42-4d3e-9a66-0f2c81d7e4b3",\n  "amount": "6000000000000000000"\n}',
}
