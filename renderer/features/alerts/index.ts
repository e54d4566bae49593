export { EventEntry, EventsPanel } from './EventsPanel.tsx'
export { NeedsPanel, useNeedsNow } from './NeedsPanel.tsx'
export { TroubleBanner } from './TroubleBanner.tsx'
