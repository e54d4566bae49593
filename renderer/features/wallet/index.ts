export { AddWallet } from './AddWallet.tsx'
export { WalletScreen } from './WalletScreen.tsx'
