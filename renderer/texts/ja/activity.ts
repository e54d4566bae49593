export const activity = { title: 'アクティビティ' } as const
