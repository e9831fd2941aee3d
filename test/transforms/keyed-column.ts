import { deriveKey } from '../../src/keys/derive.ts'
import { Kind, valuesOf } from '../../src/record/batch.ts'
import type { Values } from '../../src/record/batch.ts'
import type { AnyVerb } from '../../src/transforms/any-verb.ts'
import type { BindContext, Rows, Transform } from '../../src/transforms/verb.ts'

export const ROOT = Uint8Array.from({ length: 32 }, (_, i) => 7 * i + 1)
export const OTHER_ROOT = ROOT.map((byte) => byte ^ 0x55)

interface Place {
  root?: Uint8Array
  entity?: string
}

/** What a worker would hand to `bind` for one field of a policy. */
export function contextOf(verb: AnyVerb, options: object, { root = ROOT, entity }: Place = {}): BindContext {
  const place = { dataset: 'clinic', purpose: 'training', source: 'patients', path: 'field' }
  const requests = verb.keys?.(options) ?? []
  return { keys: requests.map((request) => deriveKey(root, request, place)), entity, files: [] }
}

/** Records 0, 1, 2, … about the given subjects (default: one each), one value in each. */
export function rowsOf(count: number, subjects?: readonly (string | undefined)[], records?: readonly string[]): Rows {
  return {
    row: Int32Array.from({ length: count }, (_, i) => i),
    subject: (row) => (subjects ? subjects[row] : `subject ${row}`),
    bytes: (row) => Buffer.from(records ? records[row]! : `record ${row}`),
  }
}

/** A verb bound as by a plan; for `surrogate`, with the table of the values themselves. */
export function bound(verb: AnyVerb, options: object, values: Values, place: Place = {}): Transform {
  const context = contextOf(verb, options, place)
  if (verb.profile) {
    const collect = verb.profile.collect(options, context)
    context.profile = verb.profile.merge([collect(values, rowsOf(values.text.length))])
  }
  return verb.bind(options, context)
}

/** The texts that a verb makes of some strings. */
export function textsOf(verb: AnyVerb, options: object, texts: string[], place: Place = {}): string[] {
  const values = valuesOf(texts)
  return bound(verb, options, values, place)(values, rowsOf(texts.length)).text
}

/** Numbers as they are written in JSON. */
export function numbers(...text: string[]): Values {
  return { text, kind: new Uint8Array(text.length).fill(Kind.number) }
}
