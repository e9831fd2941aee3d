import type { FieldNode } from '../../record/field-node.ts'

/** Inside a container that is one cell nobody asks for anything; what stands there is still checked. */
export const SILENT: FieldNode = {
  path: '',
  column: -1,
  whole: 'no',
  bare: false,
  repeats: 'any',
  textApart: false,
  child: () => SILENT,
  element: () => SILENT,
  attribute: () => SILENT,
  part: () => SILENT,
  meet: () => undefined,
}
