export { AssertionsScreen } from './AssertionsScreen.tsx'
