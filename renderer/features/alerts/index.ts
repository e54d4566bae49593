export { EventEntry, EventsPanel } from './EventsPanel.tsx'
export { type FoldedLine, foldLines } from './folded.ts'
export { NeedsPanel, useNeedsNow } from './NeedsPanel.tsx'
export { TroubleBanner } from './TroubleBanner.tsx'
