import { Kind, valuesOf } from '../../src/record/batch.ts'
import type { Values } from '../../src/record/batch.ts'
import type { AnyVerb } from '../../src/transforms/any-verb.ts'
import type { BindContext, Rows } from '../../src/transforms/verb.ts'

/** Rows without subjects, one record a value. */
export function plainRows(count: number, subject: (row: number) => string | undefined = () => undefined): Rows {
  return { row: Int32Array.from({ length: count }, (_, i) => i), subject, bytes: () => new Uint8Array() }
}

/** A key of 32 equal bytes: only for tests. */
export function testKey(byte: number): Uint8Array {
  return new Uint8Array(32).fill(byte)
}

export function contextOf(context: Partial<BindContext> = {}): BindContext {
  return { keys: [], entity: undefined, files: [], ...context }
}

/** What a verb makes of strings; null where it writes null. */
export function applyTo(
  verb: AnyVerb,
  options: unknown,
  texts: readonly string[],
  context: Partial<BindContext> = {},
  rows: Rows = plainRows(texts.length),
): (string | null)[] {
  return textsOf(verb.bind(options, contextOf(context))(valuesOf(texts), rows))
}

/** What a verb makes of JSON numbers, as written. */
export function applyToNumbers(verb: AnyVerb, options: unknown, numbers: readonly string[]): Values {
  const values: Values = { text: [...numbers], kind: new Uint8Array(numbers.length).fill(Kind.number) }
  return verb.bind(options, contextOf())(values, plainRows(numbers.length))
}

export function textsOf({ text, kind }: Values): (string | null)[] {
  return text.map((t, i) => (kind[i] === Kind.null || kind[i] === Kind.absent ? null : t))
}
