export { Listening, Visitor, VisitorRefused, newId } from './visitor.ts'
export type { Line, LineFile, VisitorOptions, WriteOptions } from './visitor.ts'
export { siteChatFaults, siteChatSimulator } from './site_chat_simulator.ts'
