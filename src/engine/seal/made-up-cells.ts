import { packedBits, type MadeUpCells } from '../../evidence/release/made-up-cells.ts'
import { madeUp } from '../../plan/made-up.ts'
import type { Plan, SourcePlan } from '../../plan/plan.ts'
import { ALGORITHMIC_MEDIA } from '../../record/digital-source.ts'
import { formatName } from '../../record/path.ts'
import type { Applied, AppliedPart } from '../passes/apply-pass.ts'
import { shownPath } from '../read/shown-path.ts'

/** `made-up-cells.json`, from what the workers did; undefined: no field holds values that a generator made beside others. */
export function madeUpCells(
  plan: Plan,
  applied: Pick<Applied, 'parts'>,
  publishable: (name: string) => boolean,
): MadeUpCells | undefined {
  const files = applied.parts.flatMap((part) => {
    const source = plan.sources[part.input.source]!
    const paths = mixedPaths(source, part)
    if (paths.length === 0) return []
    return part.outputs.map(({ path, records, made = [] }) => ({
      path,
      source: source.name,
      records,
      fields: paths.map((field) => ({
        path: shownPath(source, field, publishable),
        bits: packedBits(made.find((own) => own.path === field)?.bits ?? new Uint8Array(Math.ceil(records / 8))),
      })),
    }))
  })
  return files.length === 0 ? undefined : { perde: 'made-up-cells/1', digitalSourceType: ALGORITHMIC_MEDIA, files }
}

/** Of what stands in the records: names of folders are no cells. */
function mixedPaths({ fields }: SourcePlan, { fields: met, input }: AppliedPart): string[] {
  const folders = new Set((input.options.partition ?? []).map(({ name }) => formatName(name)))
  return Object.entries(met)
    .filter(([path, { field }]) => !folders.has(path) && field >= 0 && madeUp(fields[field]!) === 'part')
    .map(([path]) => path)
    .sort()
}
