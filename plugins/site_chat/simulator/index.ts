export { Listening, Visitor, VisitorRefused, newId } from './visitor.ts'
export type { Line, LineFile, VisitorOptions, WriteOptions } from './visitor.ts'
