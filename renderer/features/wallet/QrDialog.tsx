import { QRCodeSVG } from 'qrcode.react'
import type { WalletState } from '../../../shared/state/state.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Identifier } from '../../ui/Identifier.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Wallet.module.css'

const SIZE = 220

/** The address of a wallet as a QR code: black on white in either theme, because readers need it. */
export function QrDialog({ wallet: { address, source }, onClose }: { readonly wallet: WalletState; readonly onClose: () => void }) {
  const t = useTexts()
  return (
    <Dialog
      calm
      title={t('wallet.qrDialog.title')}
      text={t(source === 'throwaway' ? 'wallet.qrDialog.textThrowaway' : 'wallet.qrDialog.text')}
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <Button type="submit" kind="primary">
          {t('common.close')}
        </Button>
      }
    >
      <div className={styles.qr}>
        <QRCodeSVG
          value={address}
          size={SIZE}
          marginSize={4}
          bgColor="#ffffff"
          fgColor="#000000"
          role="img"
          aria-label={t('wallet.qrDialog.label', { address })}
        />
        <Identifier value={address} full copyLabel={t('wallet.copy')} copied={t('common.copied')} />
      </div>
    </Dialog>
  )
}
