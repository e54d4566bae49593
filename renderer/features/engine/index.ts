export { EngineScreen } from './EngineScreen.tsx'
export { LimitsDialog } from './LimitsDialog.tsx'
