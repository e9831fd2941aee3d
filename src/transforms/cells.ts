import { Kind } from '../record/batch.ts'
import type { Values } from '../record/batch.ts'
import { ValueFault } from './verb.ts'
import type { Transform } from './verb.ts'

/** A cell's new text, as a fixed phrase in a fault where there is none; `index` is only for the fault. */
export type ChangeText = (text: string, index: number) => string

/** A transform whose output is a string, whatever scalar came in. Containers are faults. */
export function toStrings(change: ChangeText): Transform {
  return (values) => ({ text: changed(values, change), kind: new Uint8Array(values.kind.length).fill(Kind.string) })
}

/** A transform that leaves strings strings and numbers numbers: `change` of a number must be a number's written form. */
export function ofSameKind(change: ChangeText): Transform {
  return (values) => ({ text: changed(values, change), kind: values.kind.slice() })
}

function changed({ text, kind }: Values, change: ChangeText): string[] {
  const out = new Array<string>(text.length)
  for (let i = 0; i < text.length; i++) {
    if (kind[i] === Kind.container) throw new ValueFault(i, 'an object or array stands where one value is expected')
    out[i] = change(text[i]!, i)
  }
  return out
}
