export const communities = { title: 'コミュニティ' } as const
