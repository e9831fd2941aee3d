import type { Kind } from './batch.ts'

/**
 * A place in a source's records, as a format meets it: the root is the record, children are keys and elements.
 * The format asks; the plan answers. A format never knows why a cell is wanted.
 */
export interface FieldNode {
  /** canonical concrete path; '' for the record itself */
  readonly path: string
  /** number of the batch column that collects the cells found here, or -1: leave the bytes alone */
  readonly column: number
  /**
   * a container found here is one cell; 'closed': nothing in it is asked for, 'open': walk it too, for cells inside
   * that are read but never edited
   */
  readonly whole: 'no' | 'closed' | 'open'
  /**
   * what a rule writes here, for formats whose fields have types: the type that is read (`same`), texts (`text`), or texts
   * for texts, dates and the like and the same for numbers (`words`); undefined: nothing acts, it is written as it is read
   */
  readonly written?: 'same' | 'text' | 'words' | undefined
  /** the field under a key of an object; throws where there would be too many different fields */
  child(name: string): FieldNode
  /** every element of an array */
  element(): FieldNode
  /** called where a value stands that is not walked into; throws for a field that no rule covers */
  meet(kind: Kind): void
}
