import type { AnyVerb } from '../transforms/any-verb.ts'
import { british } from './british.ts'
import { didYouMean, quoted } from './finding.ts'
import type { DocumentPath } from '../schema/document-path.ts'
import type { FindingOptions, Report } from './finding.ts'
import type { Step } from './policy.ts'
import { optionsSchema } from './schema.ts'
import { reportProblem } from './shape-findings.ts'
import { checkShape, isObject } from '../schema/shape.ts'
import { closest } from './suggest.ts'

/** Turns what stands in `do:` into steps, [] for keep. Undefined: it could not, and has said why. */
export interface Expander {
  expand(value: unknown, path: DocumentPath): Step[] | undefined
}

/**
 * `recipes`: the `transforms:` of the document, as written. They are expanded here, each once, where they stand, so
 * that a mistake in one is reported once. A recipe may use others, never itself.
 */
export function createExpander(
  verbs: readonly AnyVerb[],
  recipes: Record<string, unknown>,
  report: Report,
  own: readonly string[],
): Expander {
  const bench: Bench = {
    verbs: new Map(verbs.map((verb) => [verb.name, verb])),
    recipes,
    report,
    own,
    done: new Map(),
    open: new Set(),
  }
  for (const name of Object.keys(recipes))
    if (verbNamed(bench, name))
      report.add('POLICY_RECIPE', ['transforms', name], `${quoted(name)} is the name of a transform`, {
        hint: 'give the recipe another name',
        at: 'key',
      })
    else expandRecipe(bench, name, ['transforms', name])
  return {
    expand(value, path) {
      const steps = expandAll(bench, value, path)
      return steps && !clashes(steps, path, report) ? steps.filter((step) => step.verb !== 'keep') : undefined
    },
  }
}

interface Bench {
  verbs: ReadonlyMap<string, AnyVerb>
  recipes: Record<string, unknown>
  report: Report
  /** ids of the policy's own entities */
  own: readonly string[]
  /** recipes that were expanded, or could not be */
  done: Map<string, Step[] | undefined>
  /** recipes that are being expanded */
  open: Set<string>
}

function verbNamed({ verbs }: Bench, name: string): AnyVerb | undefined {
  return verbs.get(name) ?? verbs.get(british(name))
}

function expandRecipe(bench: Bench, name: string, path: DocumentPath): Step[] | undefined {
  const { done, open, report } = bench
  if (open.has(name)) {
    report.add('POLICY_RECIPE', path, `the recipe ${quoted(name)} uses itself`)
    return undefined
  }
  if (!done.has(name)) {
    open.add(name)
    done.set(name, expandAll(bench, bench.recipes[name], ['transforms', name]))
    open.delete(name)
  }
  return done.get(name)
}

/** A field has at most so many steps; recipes of recipes could make any number of them. */
const MOST_STEPS = 32

function expandAll(bench: Bench, value: unknown, path: DocumentPath): Step[] | undefined {
  if (!Array.isArray(value)) return expandOne(bench, value, path)
  const refuse = (code: 'POLICY_TYPE' | 'POLICY_STEPS', message: string, hint?: string): undefined => {
    bench.report.add(code, path, message, { hint })
  }
  if (value.length === 0)
    return refuse('POLICY_TYPE', 'the list of transforms is empty', 'to leave the value as it is, write keep')
  const parts = value.map((item, i) => expandOne(bench, item, [...path, i]))
  if (parts.includes(undefined)) return undefined
  const steps = parts.flatMap((part) => part!)
  return steps.length > MOST_STEPS
    ? refuse('POLICY_STEPS', `more than ${MOST_STEPS} transforms follow one another`)
    : steps
}

function expandOne(bench: Bench, value: unknown, path: DocumentPath): Step[] | undefined {
  if (typeof value === 'string') return expandShort(bench, value, path)
  if (value === null) return expandShort(bench, 'null', path)
  if (isObject(value)) return expandLong(bench, value, path)
  bench.report.add(
    'POLICY_TYPE',
    path,
    'expected a transform: its name with its words, or a mapping of its name to its options',
  )
  return undefined
}

/** `pseudonym person`, or the name of a recipe. */
function expandShort(bench: Bench, text: string, path: DocumentPath): Step[] | undefined {
  const words = text.split(/ +/)
  const name = words[0]!
  const verb = verbNamed(bench, name)
  if (!verb && words.length === 1 && Object.hasOwn(bench.recipes, name)) return expandRecipe(bench, name, path)
  if (!verb) return reportUnknown(bench, name, path, {})
  const options = verb.parseShort(words.slice(1)) as Record<string, unknown> | undefined
  if (options !== undefined) return checkStep(bench, verb, options, path, path)
  bench.report.add('POLICY_TRANSFORM_OPTIONS', path, `the transform ${quoted(text)} is not understood`, {
    hint: shortHint(verb, words),
  })
  return undefined
}

/** `{ pseudonym: { domain: person } }` */
function expandLong(bench: Bench, value: Record<string, unknown>, path: DocumentPath): Step[] | undefined {
  const names = Object.keys(value)
  const name = names[0]
  if (name === undefined || names.length > 1) {
    bench.report.add('POLICY_STEPS', path, `a mapping names one transform, not ${names.length}`, {
      hint: 'make a list of several',
    })
    return undefined
  }
  const verb = verbNamed(bench, name)
  if (!verb) return reportUnknown(bench, name, [...path, name], { at: 'key' })
  const options = value[name]
  if (isObject(options)) {
    // Where `null` is a word of the language, YAML's own null is that word.
    const words = Object.entries(options).map(([key, option]) => [key, option ?? 'null'] as const)
    return checkStep(bench, verb, Object.fromEntries(words), path, [...path, name])
  }
  const fits = ['string', 'number'].includes(typeof options) && verb.parseShort([String(options)]) !== undefined
  bench.report.add('POLICY_TYPE', [...path, name], `expected the options of ${quoted(verb.name)} as a mapping`, {
    hint: fits ? didYouMean(`${verb.name} ${String(options)}`) : undefined,
  })
  return undefined
}

/** `at`: where the options stand. */
function checkStep(
  { report, own }: Bench,
  verb: AnyVerb,
  options: Record<string, unknown>,
  path: DocumentPath,
  at: DocumentPath,
): Step[] | undefined {
  const schema = optionsSchema(verb.schema)
  const problems = checkShape(options, schema, schema)
  for (const problem of problems) reportProblem(report, problem, at)
  if (problems.length > 0) return undefined
  const phrases = verb.check?.(options, own) ?? []
  for (const phrase of phrases) report.add('POLICY_TRANSFORM_OPTIONS', path, `${verb.name}: ${phrase}`)
  return phrases.length > 0 ? undefined : [{ verb: verb.name, options }]
}

const PLAIN_HASH = /^(?:hash|hashing|md5|sha-?\d{0,3}|crc32|checksum|digest)$/i

function reportUnknown(
  { verbs, recipes, report }: Bench,
  name: string,
  path: DocumentPath,
  options: FindingOptions,
): undefined {
  if (PLAIN_HASH.test(name)) {
    const why = 'there is no plain hash: whoever has the data hashes every possible value and finds each person'
    report.add('POLICY_PLAIN_HASH', path, why, { ...options, hint: 'use "pseudonym", which needs a key' })
    return undefined
  }
  const near = closest(name, [...verbs.keys(), ...Object.keys(recipes)]) ?? OTHER_NAMES.get(british(name))
  report.add('POLICY_UNKNOWN_TRANSFORM', path, `unknown transform ${quoted(name)}`, {
    ...options,
    hint: didYouMean(near) ?? `transforms are ${[...verbs.keys()].sort().join(', ')}`,
  })
  return undefined
}

/** What other tools call the transforms. */
const OTHER_NAMES = new Map([
  ['remove', 'drop'],
  ['delete', 'drop'],
  ['suppress', 'drop'],
  ['nullify', 'null'],
  ['replace', 'redact'],
  ['tokenise', 'pseudonym'],
  ['truncate', 'prefix'],
  ['bin', 'bucket'],
])

/** Transforms that leave nothing for another one to do, or do nothing. */
const ALONE: ReadonlySet<string> = new Set(['keep', 'drop', 'null', 'redact'])

function clashes(steps: Step[], path: DocumentPath, report: Report): boolean {
  const alone = steps.find((step) => ALONE.has(step.verb))
  if (steps.length < 2 || !alone) return false
  report.add(
    'POLICY_STEPS',
    path,
    `${quoted(alone.verb)} stands alone: other transforms beside it would have no effect`,
  )
  return true
}

/** The nearest short form among the words that the verb's options know, else the names of its options. */
function shortHint(verb: AnyVerb, words: string[]): string | undefined {
  const { properties = {} } = optionsSchema(verb.schema)
  const choices = Object.values(properties).flatMap((option) => option.enum ?? [])
  const known = choices.filter((choice) => typeof choice === 'string')
  const near = words[1] === undefined ? undefined : closest(words[1], known)
  if (near !== undefined && verb.parseShort([near]) !== undefined) return didYouMean(`${verb.name} ${near}`)
  const short = exampleWord(verb, known)
  if (short !== undefined) return `such as ${quoted(`${verb.name} ${short}`)}`
  const names = Object.keys(properties)
  return names.length === 0
    ? `"${verb.name}" has no options`
    : `its options are ${names.join(', ')}: { ${verb.name}: { … } }`
}

/** A word that the verb's short form takes, where it does not take any word: a level, a number. */
function exampleWord(verb: AnyVerb, known: readonly string[]): string | undefined {
  const takes = (word: string) => {
    const options = verb.parseShort([word]) as Record<string, unknown> | undefined
    return options !== undefined && (verb.check?.(options) ?? []).length === 0
  }
  return takes('any-word') ? undefined : [...known, '100', '10', '2'].find(takes)
}
