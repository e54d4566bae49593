export const onboarding = { title: 'Set up your engine' } as const
