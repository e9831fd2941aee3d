import { formatNamed } from '../../io/formats/format-named.ts'
import type { Layout, OutputSpec } from '../../io/formats/format.ts'
import { fileMark } from '../../plan/made-up.ts'
import { isRemoved, type Plan, type SourcePlan } from '../../plan/plan.ts'
import { formatsOf } from '../../record/format-facts.ts'
import { formatPath, parsePath } from '../../record/path.ts'

/** A layout with what the policy says of outputs. */
export function outputLayout({ formula, compression, output }: Plan, source: SourcePlan, layout: Layout): Layout {
  const neutralise = formula === 'neutralise' && { neutralise: true }
  const converted = output && output.format !== formatNamed(layout.format).is
  const marking = HAS_METADATA.includes(output?.format ?? formatNamed(layout.format).is) ? fileMark(source) : undefined
  if (!neutralise && !converted && compression === undefined && marking === undefined) return layout
  const options = {
    ...layout.options,
    ...(converted
      ? { output: { ...output, ...neutralise, ...typesOf(source), columns: namedColumns(source) } }
      : neutralise),
    ...(compression !== undefined && { compression }),
    ...(marking !== undefined && { marking }),
  }
  return { ...layout, options }
}

function typesOf({ types }: SourcePlan): Pick<OutputSpec, 'types'> {
  return types ? { types } : {}
}

/** Formats whose files say of themselves what is made up in them. */
const HAS_METADATA = formatsOf('typed')

/** Paths of what stands at the top of the records by the rules, in their order: the columns where no header says them. */
function namedColumns({ fields }: SourcePlan): NonNullable<OutputSpec['columns']> {
  const tops = fields.flatMap((field) => {
    const [top, ...below] = parsePath(field.path)
    const isNamed = top!.kind !== 'any' && top!.kind !== 'deep' && top!.kind !== 'each'
    return isNamed && !(below.length === 0 && isRemoved(field)) ? [formatPath([top!])] : []
  })
  return [...new Set(tops)]
}
