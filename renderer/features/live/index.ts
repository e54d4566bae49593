export { openCount } from './groups.ts'
export { LiveScreen } from './LiveScreen.tsx'
