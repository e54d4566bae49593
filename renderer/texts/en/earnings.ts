export const earnings = { title: 'Earnings' } as const
