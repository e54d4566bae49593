export const settings = { title: '設定' } as const
