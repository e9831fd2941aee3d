import type { WrittenRule } from './build-policy.ts'
import type { CheckContext } from './check-context.ts'
import { checkPath } from './check-path.ts'
import { checkSourceOptions } from './check-sources.ts'
import { isErasedBy } from './field-facts.ts'
import { quoted } from './finding.ts'
import type { AnonymitySpec } from './policy.ts'
import { isOfTable } from './source-format.ts'
import { formatPath } from '../record/path.ts'

/** Models of a population have a table of it, whose values can be made coarser as those of the records are. */
export function checkPopulation(context: CheckContext, anonymity: AnonymitySpec, rules: readonly WrittenRule[]): void {
  const { report, wrong } = context
  const { population } = anonymity
  const models = (['k-map', 'presence-at-most'] as const).filter((model) => anonymity[model] !== undefined)
  const at = ['anonymity', 'population']
  if (wrong(at)) return
  if (typeof population !== 'object') {
    for (const model of models)
      report.add(
        'POLICY_ANONYMITY',
        ['anonymity', model],
        'the people of a population are counted, and none is named',
        {
          hint: 'name a table of them, with the quasi-identifiers: population: people.csv',
        },
      )
    return
  }
  if (models.length === 0)
    report.add('POLICY_ANONYMITY', at, 'no model looks at the table of a population', {
      hint: 'add k-map: 5 or presence-at-most: 20%, or say how many people there are: population: 20000000',
    })
  if (population.path === '-') report.add('POLICY_VALUE', at, 'the table of a population is a file')
  checkSourceOptions(context, at, population)
  for (const [path, field] of Object.entries(population.fields)) {
    const segments = checkPath(context, field, [...at, 'fields', path], isOfTable(population, field))
    if (segments) population.fields[path] = formatPath(segments)
  }
  checkModels(context, anonymity)
  const all = rules.filter(({ rule }) => rule.role === 'quasi-identifier')
  const quasi = all.filter(({ rule }) => !isErasedBy(rule))
  for (const written of all) checkErased(context, written)
  for (const written of quasi) checkRule(context, written)
  const sources = new Set(quasi.map(({ source }) => source))
  if (anonymity.source === undefined && (sources.size > 1 || (sources.has('*') && sourcesOf(context) > 1)))
    report.add('POLICY_ANONYMITY', at, 'several sources have quasi-identifiers, and a population is that of one', {
      hint: 'name it: anonymity: { source: … }',
    })
}

function sourcesOf({ policy }: CheckContext): number {
  return Object.keys(policy.dataset.sources).length
}

function checkModels({ report }: CheckContext, { model, releases, unit, ...anonymity }: AnonymitySpec): void {
  const at = ['anonymity', 'population']
  if (model === 'peeling')
    report.add(
      'POLICY_ANONYMITY',
      ['anonymity', 'model'],
      'peeling moves combinations of records, and leaves the others of a population where they are',
      {
        hint: 'say top-down or full-domain',
      },
    )
  if (releases !== undefined)
    report.add('POLICY_ANONYMITY', at, 'a ledger of releases holds the people that are in it, and no population', {
      hint: 'leave one of "population" and "releases" out',
    })
  if (anonymity['presence-at-most'] === 0)
    report.add('POLICY_VALUE', ['anonymity', 'presence-at-most'], 'whoever is published is present', {
      hint: 'say a share above nothing, such as 20%',
    })
  if (unit === 'subject' && anonymity['presence-at-most'] !== undefined)
    report.add(
      'POLICY_ANONYMITY',
      ['anonymity', 'presence-at-most'],
      'presence counts records, and "unit: subject" counts people',
      {
        hint: 'leave "unit" out where each person has one record, or bound the population by k-map',
      },
    )
}

/** What is written in its place is in the class of every record, and in nothing that is known of the population. */
function checkErased({ report }: CheckContext, { at, rule }: WrittenRule): void {
  const isDropped = rule.when === undefined && rule.do.some(({ verb }) => verb === 'drop')
  if (isErasedBy(rule) && !isDropped)
    report.add(
      'POLICY_ANONYMITY',
      [...at, 'do'],
      'a quasi-identifier that is erased stays as a column, which a population does not have',
      { hint: 'drop it' },
    )
}

/** The rules of the quasi-identifiers are applied to the population too, of which nothing else is known. */
function checkRule({ report, verbs }: CheckContext, { at, rule }: WrittenRule): void {
  const keyed = [...rule.do, ...(rule.else ?? [])].find(({ verb, options }) => {
    const own = verbs.get(verb)
    return own?.profile !== undefined || (own?.keys?.(options) ?? []).length > 0
  })
  if (keyed)
    report.add(
      'POLICY_ANONYMITY',
      [...at, 'do'],
      `${quoted(keyed.verb)} gives people of a population other values than the same people in the records`,
      {
        hint: 'generalise, bucket or round it, or leave it to the anonymity section',
      },
    )
  else if (rule.when !== undefined)
    report.add(
      'POLICY_ANONYMITY',
      [...at, 'when'],
      'a condition looks at other fields, which a population does not have',
      {
        hint: 'leave the condition out, or the population',
      },
    )
}
