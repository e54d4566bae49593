export const earnings = { title: '収益' } as const
