import type { Verb } from './verb.ts'

/** A verb whose options were checked against its own schema; the registry's element. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each verb narrows its own options
export type AnyVerb = Verb<any>
