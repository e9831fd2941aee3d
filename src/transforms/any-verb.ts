import type { Verb, VerbProperties } from './verb.ts'

/** A verb whose options were checked against its own schema; the registry's element. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each verb narrows its own options
export type AnyVerb = Verb<any>

/** What a verb does to values, with the options that it is given. */
export function propertiesWith({ properties }: AnyVerb, options: Record<string, unknown>): VerbProperties {
  return typeof properties === 'function' ? properties(options) : properties
}
