export { BountyScreen } from './BountyScreen.tsx'
