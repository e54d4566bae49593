export const communities = { title: 'Communities' } as const
