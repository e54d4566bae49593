/** The Engine screen and the limits. */
export const engine = {
  title: 'Engine on {{name}}',
  scanner: { eicar: 'EICAR', scratch: 'Scratch' },
} as const
