import type { FieldNode } from '../../record/field-node.ts'

/** A place where nobody asks for anything, as inside a container that is one cell; what stands there is still checked. */
export const SILENT: FieldNode = {
  path: '',
  column: -1,
  whole: 'no',
  bare: false,
  repeats: 'any',
  textApart: false,
  deeper: true,
  child: () => SILENT,
  element: () => SILENT,
  attribute: () => SILENT,
  part: () => SILENT,
  meet: () => undefined,
}
