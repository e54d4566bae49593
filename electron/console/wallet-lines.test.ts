import { expect, it } from 'vitest'
import { sampleWallet } from '../../shared/state/samples.ts'
import type { WalletState } from '../../shared/state/state.ts'
import { WalletLines } from './wallet-lines.ts'

const wallet = (state: WalletState['state'], address = '0x01'): WalletState => sampleWallet(address, { state })

it('the feed tells of each wallet when it is opened and when it is locked, and nothing of a try that failed', () => {
  const lines = new WalletLines()
  const said = (...wallets: readonly WalletState[]): readonly string[] => lines.of(wallets, 7).map(({ code, at }) => `${code} ${at}`)
  expect(said(wallet('locked'), wallet('locked', '0x02'))).toEqual([])
  expect(said(wallet('unlocking'), wallet('locked', '0x02'))).toEqual([])
  expect(said(wallet('unlocked'), wallet('locked', '0x02'))).toEqual(['wallet-unlocked 7'])
  expect(said(wallet('unlocking'), wallet('locked', '0x02'))).toEqual([])
  expect(said(wallet('unlocked'), wallet('unlocked', '0x02'))).toEqual(['wallet-unlocked 7'])
  expect(said(wallet('locked'), wallet('unlocked', '0x02'))).toEqual(['wallet-locked 7'])
})
