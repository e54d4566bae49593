export const engine = {
  title: '{{name}} のエンジン',
  scanner: { eicar: 'EICAR', scratch: 'Scratch' },
} as const
