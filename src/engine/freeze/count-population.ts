import { PerdeError } from '../../errors.ts'
import type { FileDigests } from '../../evidence/approval/approved-files.ts'
import type { CountedPopulation } from '../../plan/anonymity/join-population.ts'
import type { Plan, SourcePlan } from '../../plan/plan.ts'
import { closest } from '../../policy/suggest.ts'
import type { PopulationSpec } from '../../policy/policy.ts'
import type { PassOptions } from '../passes/block-tasks.ts'
import { profilePass } from '../passes/profile-pass.ts'
import { refuseExchangedPopulation } from '../policy-files/named-files.ts'
import { findTable } from '../read/inputs.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import { closeInputs } from '../read/input.ts'

/** What errors call it, in the place of a source. */
const NAME = 'population'

/**
 * Counts the combinations of quasi-identifiers in the table of a population, after the rules of the source, as the pass that
 * profiles counts those of the records. Throws INPUT_*, POLICY_INVALID for a quasi-identifier that the table lacks.
 */
export async function countPopulation(
  spec: PopulationSpec,
  { baseDir, approvedFiles }: { baseDir: string; approvedFiles: FileDigests | undefined },
  source: SourcePlan,
  setup: WorkerSetup,
  options: PassOptions,
  hierarchies: Record<string, string>,
): Promise<CountedPopulation> {
  const inputs = await findTable(NAME, spec, baseDir, options.publishable)
  try {
    const plan = planOfPopulation(setup.plan, source, spec)
    const { consent: _, peopleKey: __, ...rest } = setup
    const { onProgress: ___, ...pass } = options
    const { met, records, combinations, passes } = await profilePass(
      { ...rest, plan, keys: {}, tables: {}, unwatched: true },
      { ...pass, inputs },
      hierarchies,
    )
    refuseExchangedPopulation(
      approvedFiles,
      passes.map(({ sha256 }) => sha256),
    )
    if (records === 0)
      throw new PerdeError('INPUT_EMPTY', 'the table of the population has no record', { where: { source: NAME } })
    refuseMissing(source.anonymity!.fields, plan.sources[0]!.anonymity!.fields, met[0]!)
    return combinations[0]!
  } finally {
    await closeInputs(inputs)
  }
}

/** The quasi-identifiers under their names in the table; nothing else of it is read. */
function planOfPopulation(plan: Plan, source: SourcePlan, { fields: names }: PopulationSpec): Plan {
  const nameOf = (path: string) => (Object.hasOwn(names, path) ? names[path]! : path)
  const { fields, spec } = source.anonymity!
  const { order: _, ...rest } = plan
  return {
    ...rest,
    sources: [
      {
        name: NAME,
        fields: source.fields
          .filter(({ path }) => fields.includes(path))
          .map((field) => ({ ...field, path: nameOf(field.path) })),
        unlisted: 'drop',
        tables: {},
        anonymity: { fields: fields.map(nameOf), sensitive: [], unit: 'record', spec },
      },
    ],
  }
}

/** `fields`: the quasi-identifiers, `names`: what they are called in the table. */
function refuseMissing(fields: readonly string[], names: readonly string[], met: ReadonlyMap<string, number>): void {
  const q = names.findIndex((name) => !met.has(name))
  if (q < 0) return
  const near = closest(names[q]!, [...met.keys()])
  throw new PerdeError('POLICY_INVALID', `the table of the population has no field "${names[q]!}"`, {
    where: { source: NAME, field: names[q]! },
    hints: [`say how the table names it: anonymity.population.fields: { ${fields[q]!}: ${near ?? '…'} }`],
  })
}
