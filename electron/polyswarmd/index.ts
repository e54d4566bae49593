export type * from './port.ts'
export type * from './port-events.ts'
export type * from './records.ts'
