export const onboarding = { title: 'エンジンを設定' } as const
