import type { WrittenRule } from './build-policy.ts'
import { checkHierarchies } from './check-hierarchies.ts'
import type { CheckContext } from './check-context.ts'
import { checkPath } from './check-path.ts'
import { checkPopulation } from './check-population.ts'
import { isErasedBy } from './field-facts.ts'
import { didYouMean, quoted } from './finding.ts'
import type { AnonymitySpec } from './policy.ts'
import { formatPath, parsePath } from '../record/path.ts'
import { closest } from './suggest.ts'

/**
 * Quasi-identifiers that can be planned for, sensitive fields that are there, hierarchies that belong to one of them.
 * Paths of the section are replaced by their canonical spelling.
 */
export function checkAnonymity(context: CheckContext): void {
  const { policy, report, wrong } = context
  const { anonymity } = policy
  if (!anonymity || wrong(['fields'])) return
  checkSource(context, anonymity)
  checkOthers(context, anonymity)
  const rules = rulesOf(context, anonymity)
  const quasi = rules.filter(({ rule }) => rule.role === 'quasi-identifier' && !isErasedBy(rule))
  if (quasi.length === 0)
    report.add('POLICY_ANONYMITY', ['anonymity'], 'there is no quasi-identifier that a class could have in common', {
      hint: 'give the fields by which people could be found again the role quasi-identifier; perde scan finds them',
      at: 'key',
    })
  for (const written of quasi) checkQuasi(context, written)
  checkHierarchies(context, anonymity)
  const at = ['anonymity']
  for (const key of ['l', 't', 'beta', 'disclosure'] as const) {
    const own = anonymity[key] as Record<string, unknown>
    anonymity[key] = byCanonical(context, own, [...at, key], (path, place) =>
      checkIs(context, rules, path, place, ['sensitive']),
    ) as never
  }
  anonymity.hierarchies = byCanonical(context, anonymity.hierarchies, [...at, 'hierarchies'], (path, place) =>
    checkIs(context, rules, path, place, ['quasi-identifier', 'sensitive']),
  )
  checkHierarchical(context, anonymity)
  checkUnit(context, anonymity)
  checkBounds(context, anonymity)
  checkOrder(context)
  checkTexts(context, rules, quasi)
  checkReleases(context, anonymity)
  if (typeof anonymity.population === 'object' && !wrong([...at, 'population']))
    anonymity.population.fields = byCanonical(
      context,
      anonymity.population.fields,
      [...at, 'population', 'fields'],
      (path, place) => checkIs(context, rules, path, place, ['quasi-identifier']),
    )
  checkPopulation(context, anonymity, rules)
}

/** A ledger knows people by keyed references, for which the key must be there the next time. */
function checkReleases({ policy, report, wrong }: CheckContext, anonymity: AnonymitySpec): void {
  if (anonymity.releases === undefined || wrong(['keys']) || wrong(['dataset'])) return
  const keys = Object.entries(policy.keys)
  const [, key] = keys.find(([name]) => name === 'consent') ?? keys.find(([name]) => name === 'main') ?? keys[0] ?? []
  if (!key || 'ephemeral' in key || (keys.length > 1 && !('consent' in policy.keys) && !('main' in policy.keys)))
    report.add('POLICY_ANONYMITY', ['anonymity', 'releases'], 'a ledger of releases needs a key that stays', {
      hint: 'add one: keys: { main: { env: PERDE_KEY } }; make it with: perde key new FILE',
    })
  for (const name of Object.keys(policy.dataset.sources))
    if ((anonymity.source ?? name) === name && !Object.hasOwn(policy.dataset.subject, name))
      report.add(
        'POLICY_LEDGER_WITHOUT_SUBJECT',
        ['anonymity', 'releases'],
        `whom a record of ${quoted(name)} is about is not stated, so a record that changed is taken for another person's`,
        { hint: `add dataset.subject: { ${name}: <field> }` },
      )
  if (anonymity['if-not-met'] === 'report')
    report.add(
      'POLICY_ANONYMITY',
      ['anonymity', 'if-not-met'],
      'a ledger of releases holds only releases that keep what they promise',
      { hint: 'say fail or suppress, or leave "releases" out' },
    )
}

function checkSource({ policy, report }: CheckContext, { source }: AnonymitySpec): void {
  const sources = Object.keys(policy.dataset.sources)
  if (source !== undefined && !sources.includes(source))
    report.add('POLICY_UNKNOWN_SOURCE', ['anonymity', 'source'], `unknown source ${quoted(source)}`, {
      hint: didYouMean(closest(source, sources)) ?? `sources are ${sources.join(', ')}`,
    })
}

/** Their quasi-identifiers stand as their rules leave them, and mostly tell everybody apart. */
function checkOthers({ rules, report, policy }: CheckContext, { source }: AnonymitySpec): void {
  const others = rules.filter(
    (r) => r.rule.role === 'quasi-identifier' && r.source !== source && r.source !== '*' && !isErasedBy(r.rule),
  )
  const names = [...new Set(others.map((r) => r.source))].filter((name) => Object.hasOwn(policy.dataset.sources, name))
  if (source !== undefined && names.length > 0)
    report.add(
      'POLICY_SOURCE_LEFT_OUT',
      ['anonymity', 'source'],
      `${names.map(quoted).join(', ')} ${names.length === 1 ? 'has' : 'have'} quasi-identifiers too and ${names.length === 1 ? 'is' : 'are'} not made anonymous: a record there may stand alone`,
      { hint: 'leave "source" out to make all of them anonymous, each for itself, or drop those fields' },
    )
}

/** Rules of the sources that are made anonymous. */
function rulesOf({ rules }: CheckContext, { source }: AnonymitySpec): WrittenRule[] {
  return rules.filter((r) => source === undefined || r.source === source || r.source === '*')
}

/** A class has one value a record in every quasi-identifier, and the plan knows them before it has seen a record. */
function checkQuasi({ report }: CheckContext, { path, at, rule }: WrittenRule): void {
  if (/\*|\[\]/.test(path.replace(/"(?:[^"]|"")*"/g, '')))
    report.add(
      'POLICY_ANONYMITY',
      at,
      'a quasi-identifier that is made anonymous is one field with one value a record',
      {
        hint: 'name each field by its own path; for values in a list, null them or turn the list into records of their own',
        at: 'key',
      },
    )
  const unstable = [...rule.do, ...(rule.else ?? [])].find(({ verb }) => UNFIT.has(verb))
  if (unstable)
    report.add(
      'POLICY_ANONYMITY',
      [...at, 'do'],
      `${quoted(unstable.verb)} gives a quasi-identifier values that have nothing above them`,
      { hint: 'generalise or bucket it, or leave it to the anonymity section' },
    )
}

/** Their values say nothing of what they stand for, so a class of them is no class of people who look alike. */
const UNFIT: ReadonlySet<string> = new Set(['pseudonym', 'surrogate', 'encrypt', 'fpe', 'fake', 'scrub'])

function checkIs(
  { report }: CheckContext,
  rules: readonly WrittenRule[],
  path: string,
  at: (string | number)[],
  roles: readonly string[],
): void {
  const fits = rules.filter(({ rule }) => roles.includes(rule.role))
  if (fits.some((r) => canonical(r.path) === path)) return
  report.add('POLICY_ANONYMITY', at, `${quoted(path)} is no ${roles.join(' or ')} field`, {
    hint:
      didYouMean(
        closest(
          path,
          fits.map((r) => r.path),
        ),
      ) ?? `give it the role ${roles[0]!} under "fields"`,
    at: 'key',
  })
}

function checkHierarchical({ report }: CheckContext, { t, hierarchies }: AnonymitySpec): void {
  for (const [path, spec] of Object.entries(t))
    if ('hierarchical' in spec && !Object.hasOwn(hierarchies, path))
      report.add(
        'POLICY_ANONYMITY',
        ['anonymity', 't', path],
        'hierarchical closeness needs a hierarchy of the field',
        {
          hint: `add it under anonymity.hierarchies: ${path}: <file.csv>`,
        },
      )
}

function checkUnit({ policy, report, wrong }: CheckContext, { unit, source }: AnonymitySpec): void {
  if (unit !== 'subject' || wrong(['dataset'])) return
  const { sources, subject } = policy.dataset
  for (const name of source === undefined ? Object.keys(sources) : [source])
    if (Object.hasOwn(sources, name) && !Object.hasOwn(subject, name))
      report.add(
        'POLICY_SUBJECT_MISSING',
        ['anonymity', 'unit'],
        'subjects are counted, but whom a record is about is not stated',
        {
          hint: `add dataset.subject: { ${name}: <field> }`,
        },
      )
}

/** Bounds on all published records together: what k makes of them, and what does not count records. */
function checkBounds({ report, wrong }: CheckContext, anonymity: AnonymitySpec): void {
  const at = ['anonymity', 'risk-at-most']
  if (wrong(['anonymity', 'k']) || wrong(at)) return
  const { k, unit, releases, 'risk-at-most': bounds } = anonymity
  if (!bounds) {
    if (k === 1 && anonymity['k-map'] === undefined && anonymity['presence-at-most'] === undefined)
      report.add('POLICY_ANONYMITY', ['anonymity', 'k'], 'a class of one record hides nobody', {
        hint: 'say k: 5, or bound what is published: risk-at-most: { average: 5%, unique: 1% }',
      })
    return
  }
  if (bounds.average === 0)
    report.add('POLICY_VALUE', [...at, 'average'], 'no table has an average risk of nothing', {
      hint: 'it is one through the size of an average class: 5% is twenty records',
    })
  if (bounds.unique !== undefined && k > 1)
    report.add('POLICY_ANONYMITY', [...at, 'unique'], `no record is alone in its class where k is ${k}`, {
      hint: 'leave it out, or say k: 1',
    })
  if (unit === 'subject')
    report.add('POLICY_ANONYMITY', at, 'these bounds count records, and "unit: subject" counts people', {
      hint: 'bound people by k alone, or leave "unit" out where each has one record',
    })
  if (releases !== undefined)
    report.add('POLICY_ANONYMITY', at, 'a ledger of releases holds every class, and no average over them', {
      hint: 'leave one of "risk-at-most" and "releases" out',
    })
}

/** Who knows in what order people came in finds them by their place. */
function checkOrder({ policy, report, wrong }: CheckContext): void {
  if (wrong(['output']) || policy.output.order === 'shuffle') return
  report.add('POLICY_ORDER', ['anonymity'], 'records that are made anonymous keep the order in which they came', {
    hint: 'add output: { order: shuffle }, unless the order is one of its own',
    at: 'key',
  })
}

/** A text says in its own words what the columns do not any more; only values that stand in it as they are in the record are found. */
function checkTexts({ report }: CheckContext, rules: readonly WrittenRule[], quasi: readonly WrittenRule[]): void {
  const fields = [...new Set(quasi.map(({ path }) => path))].slice(0, 3).join(', ')
  const sources = new Set(quasi.map(({ source }) => source))
  const isBeside = (source: string) => sources.has(source) || sources.has('*') || (source === '*' && sources.size > 0)
  for (const { at, rule, source } of rules)
    if (isBeside(source) && [...rule.do, ...(rule.else ?? [])].some(({ verb }) => verb === 'scrub'))
      report.add(
        'POLICY_TEXT_BESIDE_CLASSES',
        [...at, 'do'],
        `a scrubbed text may still say what the classes hide: ${fields} in other words or forms than the record's own`,
        { hint: 'drop the text, or look at a sample of what is left: perde review RELEASE' },
      )
}

/** The same entries under the canonical spelling of their paths. */
function byCanonical<T>(
  context: CheckContext,
  entries: Record<string, T>,
  at: string[],
  check: (path: string, at: string[]) => void,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(entries).map(([path, value]) => {
      const place = [...at, path]
      const segments = context.wrong(place) ? undefined : checkPath(context, path, place, false, 'key')
      if (!segments) return [path, value]
      const own = formatPath(segments)
      check(own, place)
      return [own, value]
    }),
  )
}

/** A path that is not well formed has a finding of its own. */
function canonical(path: string): string {
  try {
    return formatPath(parsePath(path))
  } catch {
    return path
  }
}
