import { Unplug } from 'lucide-react'
import { formatClock } from '../../lib/times.ts'
import { useMirror } from '../../store/console.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useTexts } from '../common/text.ts'

/** Nothing tells the window anything any more: above everything else, and everything below it is of that moment. */
export function GoneBanner() {
  const t = useTexts()
  const goneAt = useMirror((mirror) => mirror.goneAt)
  if (goneAt === null) return null
  return (
    <Banner tone="loss" icon={<Unplug aria-hidden />} title={t('shell.gone.title')}>
      {t('shell.gone.text', { time: formatClock(goneAt) })}
    </Banner>
  )
}
