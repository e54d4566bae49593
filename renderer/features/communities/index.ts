export { CommunitiesScreen, limaTarget, privateTarget } from './CommunitiesScreen.tsx'
export { JoinInline } from './JoinInline.tsx'
export { useSandbox } from './SandboxPart.tsx'
