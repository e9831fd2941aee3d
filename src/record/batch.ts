/**
 * A batch: the cells of one block that a plan touches, column by column.
 * Formats fill it from bytes and write edits back; transforms see `Values` only.
 */

/** What stands in a cell. `absent` is an output only: the field leaves the record. */
export const Kind = { null: 0, string: 1, number: 2, boolean: 3, container: 4, absent: 5 } as const
export type Kind = (typeof Kind)[keyof typeof Kind]

/**
 * Cells of one column. `text[i]` is the decoded string, a number's or boolean's written form
 * (`1.0` stays `1.0`), '' for null, and a container's bytes as written.
 */
export interface Values {
  text: string[]
  kind: Uint8Array
  /**
   * How each text moved, where the verb can tell: the stretches of the original that were replaced, in order, none on
   * top of another; [] where nothing was. `moves[i]` undefined: the text is another one.
   */
  moves?: (readonly Move[] | undefined)[]
  /** A shortcut where texts repeat. Who uses it compares: a text that was changed since is no longer what it says. */
  coded?: CodedTexts
  /** what each text is a piece of; undefined: it stands alone. Who uses it compares, as above */
  within?: (Piece | undefined)[]
}

/** A text in the place where it begins in a longer one; UTF-16 offset. */
export interface Piece {
  of: WholeText
  start: number
}

/** A text that people read as one and a format holds in pieces. `starts`: of the pieces, from 0 on. */
export interface WholeText {
  text: string
  starts: readonly number[]
}

/** Texts as numbers of a list of different ones: `text[i] === distinct[numbers[i]]`, and mostly the same object. */
export interface CodedTexts {
  distinct: string[]
  numbers: Uint32Array
}

/** A replaced stretch of a text: UTF-16 offsets into the original, and the length of what stands there now. */
export interface Move {
  start: number
  end: number
  length: number
}

/** The cells found at one field, in the order of the block. */
export interface Column extends Values {
  path: string
  /** record number inside the block of each cell; several cells a record for `a[].b`, none for an absent field */
  row: Int32Array
  /** what all its values are, by its type in a schema; undefined: each may be of another kind */
  typed?: Kind
  /** below a list: number of the element of the outermost list that each cell is in, from 0 */
  element?: Int32Array
}

/** The records of one block. Column i belongs to the node with `column` i; undefined: no cell of it in this block. */
export interface Batch {
  records: number
  columns: (Column | undefined)[]
}

/** New values for all cells of one column, in the column's order. */
export interface Edit {
  column: number
  values: Values
  /** Equal values are written alike, however they stood in their records: the form may not tell one from another. */
  alike?: true
}

/** What some of the texts are pieces of, to stand beside them; nothing where all stand alone. */
export function withinOf({ within }: Values, places: ArrayLike<number>): Pick<Values, 'within'> {
  return within ? { within: Array.from(places, (i) => within[i]) } : {}
}

export function valuesOf(texts: readonly (string | null)[]): Values {
  const kind = new Uint8Array(texts.length)
  const text = texts.map((t, i) => {
    kind[i] = t === null ? Kind.null : Kind.string
    return t ?? ''
  })
  return { text, kind }
}
