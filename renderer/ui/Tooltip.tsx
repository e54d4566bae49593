import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useOverlayRoot } from './overlay.ts'
import styles from './Tooltip.module.css'

/** Once around the window: tooltips share their delay. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  )
}

/** A word on hover and focus. The child must take a ref and pointer handlers. */
export function Tooltip({ text, side = 'bottom', children }: TooltipProps) {
  const container = useOverlayRoot()
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content className={styles.tooltip} side={side} sideOffset={6} collisionPadding={8}>
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface TooltipProps {
  readonly text: ReactNode
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  readonly children: ReactNode
}
