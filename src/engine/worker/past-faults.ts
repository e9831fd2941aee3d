import { Kind, withinOf, type Values } from '../../record/batch.ts'
import { ValueFault, type Rows, type Transform } from '../../transforms/verb.ts'

/** What a transform made of the cells it could take; a cell that it could not is null, and its index stands in `faulty`. */
export interface Tried {
  values: Values
  faulty: number[]
}

/**
 * Runs a transform over a batch and, where a cell stops it, over every record by itself, without the cells it cannot take:
 * a fault ends a batch and says nothing of the cells behind it, and the cells of one record may depend on each other.
 * `onFault` is asked first and may throw.
 */
export function pastFaults(
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
  const tried: Tried = { values: { text: values.text.slice(), kind: values.kind.slice() }, faulty: [] }
  for (let from = 0, to = 0; from < values.text.length; from = to) {
    while (to < values.text.length && rows.row[to] === rows.row[from]) to++
    tryRecord(
      tried,
      transform,
      values,
      rows,
      Array.from({ length: to - from }, (_, n) => from + n),
    )
  }
  return tried
}

function tryRecord(tried: Tried, transform: Transform, values: Values, rows: Rows, ofRecord: number[]): void {
  for (let cells = ofRecord; cells.length > 0;)
    try {
      const some = {
        text: cells.map((i) => values.text[i]!),
        kind: Uint8Array.from(cells, (i) => values.kind[i]!),
        ...withinOf(values, cells),
      }
      put(tried.values, transform(some, { ...rows, row: Int32Array.from(cells, (i) => rows.row[i]!) }), cells)
      return
    } catch (e) {
      if (!(e instanceof ValueFault)) throw e
      const at = cells[e.index]!
      tried.values.text[at] = ''
      tried.values.kind[at] = Kind.null
      tried.faulty.push(at)
      cells = cells.filter((i) => i !== at)
    }
}

/** Value n of `from` becomes value `places[n]` of `into`, with how its text moved. */
export function put(into: Values, from: Values, places: readonly number[]): void {
  for (let n = 0; n < places.length; n++) {
    into.text[places[n]!] = from.text[n]!
    into.kind[places[n]!] = from.kind[n]!
  }
  if (from.moves) for (let n = 0; n < places.length; n++) (into.moves ??= [])[places[n]!] = from.moves[n]
}
