import { Kind, type Values } from '../record/batch.ts'
import { ValueFault, type Rows, type Transform } from '../transforms/verb.ts'

/** What a transform made of the cells it could take; a cell that it could not is null, and its index stands in `faulty`. */
export interface Tried {
  values: Values
  faulty: number[]
}

/**
 * Runs a transform over a batch and, where a cell stops it, over every cell by itself: a fault ends a batch and says
 * nothing of the cells behind it. `onFault` is asked first and may throw.
 */
export function cellByCell(
  transform: Transform,
  values: Values,
  rows: Rows,
  onFault: (fault: ValueFault) => void = () => {},
): Tried {
  try {
    return { values: transform(values, rows), faulty: [] }
  } catch (e) {
    if (!(e instanceof ValueFault)) throw e
    onFault(e)
  }
  const out: Values = { text: values.text.slice(), kind: values.kind.slice() }
  const faulty: number[] = []
  for (let i = 0; i < values.text.length; i++)
    try {
      const cell = { text: [values.text[i]!], kind: values.kind.subarray(i, i + 1) }
      const one = transform(cell, { ...rows, row: rows.row.subarray(i, i + 1) })
      out.text[i] = one.text[0]!
      out.kind[i] = one.kind[0]!
      if (one.moves) (out.moves ??= [])[i] = one.moves[0]
    } catch (e) {
      if (!(e instanceof ValueFault)) throw e
      out.text[i] = ''
      out.kind[i] = Kind.null
      faulty.push(i)
    }
  return { values: out, faulty }
}
