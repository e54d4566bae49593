export { AddWallet } from './AddWallet.tsx'
export { LockDialog } from './LockDialog.tsx'
export { useLock } from './useLock.ts'
export { WalletScreen } from './WalletScreen.tsx'
