import type { Kind } from './batch.ts'
import type { Part } from './path.ts'

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
  /** what is written here stands alone: attributes leave with the value that they belong to */
  readonly bare: boolean
  /**
   * What a value is that may stand here several times, where nothing tells a list of one from one (XML): `each` an element
   * of a list, `one` alone, or a fault; `any`: a value like the others here
   */
  readonly repeats: 'each' | 'one' | 'any'
  /** the text of an XML element here is a field of its own (`#text`), also where nothing stands beside it */
  readonly textApart: boolean
  /** something is said of what is in it, so that without anything in it it is no value */
  readonly deeper: boolean
  /** the field under a key of an object; throws where there would be too many different fields */
  child(name: string): FieldNode
  /** every element of an array */
  element(): FieldNode
  /** an attribute of the XML element that stands here; throws as `child` does */
  attribute(name: string): FieldNode
  /** what stands in the XML element here beside other elements */
  part(part: Part): FieldNode
  /** called where a value stands that is not walked into; throws for a field that no rule covers */
  meet(kind: Kind): void
}
