import type { AnyVerb } from '../transforms/any-verb.ts'
import { british } from './british.ts'
import { didYouMean, quoted } from './finding.ts'
import type { DocumentPath, Report } from './finding.ts'
import type { Step } from './policy.ts'
import { optionsSchema } from './schema.ts'
import { reportProblem } from './shape-findings.ts'
import { checkShape, isObject } from './shape.ts'
import { closest } from './suggest.ts'

/** Turns what stands in `do:` into steps. Undefined: it could not, and has said why. */
export interface Expander {
  expand(value: unknown, path: DocumentPath): Step[] | undefined
}

/** A field has at most so many steps; recipes of recipes could make any number of them. */
const MOST_STEPS = 32

/**
 * `recipes`: the `transforms:` of the document, as written. They are expanded here, each once, where they stand, so
 * that a mistake in one is reported once. A recipe may use others, never itself.
 */
export function createExpander(verbs: readonly AnyVerb[], recipes: Record<string, unknown>, report: Report): Expander {
  const byName: ReadonlyMap<string, AnyVerb> = new Map(verbs.map((verb) => [verb.name, verb]))
  const done = new Map<string, Step[] | undefined>()
  const open = new Set<string>()

  const recipe = (name: string, path: DocumentPath): Step[] | undefined => {
    if (open.has(name)) {
      report.add('POLICY_RECIPE', path, `the recipe ${quoted(name)} uses itself`)
      return undefined
    }
    if (!done.has(name)) {
      open.add(name)
      done.set(name, expand(recipes[name], ['transforms', name]))
      open.delete(name)
    }
    return done.get(name)
  }

  const expand = (value: unknown, path: DocumentPath): Step[] | undefined => {
    if (!Array.isArray(value)) return one(value, path)
    if (value.length === 0)
      return void report.add('POLICY_TYPE', path, 'the list of transforms is empty', {
        hint: 'to leave the value as it is, write keep',
      })
    const parts = value.map((item, i) =>
      Array.isArray(item) ? wrongType(item, [...path, i]) : one(item, [...path, i]),
    )
    if (parts.includes(undefined)) return undefined
    const steps = parts.flatMap((part) => part!)
    if (steps.length > MOST_STEPS)
      return void report.add('POLICY_STEPS', path, `more than ${MOST_STEPS} transforms follow one another`)
    return steps
  }

  const one = (value: unknown, path: DocumentPath): Step[] | undefined => {
    if (typeof value === 'string') return short(value, path)
    if (value === null) return short('null', path)
    return isObject(value) ? long(value, path) : wrongType(value, path)
  }

  const wrongType = (_value: unknown, path: DocumentPath): undefined =>
    report.add(
      'POLICY_TYPE',
      path,
      'expected a transform: its name with its words, or a mapping of its name to its options',
    ) as undefined

  const short = (text: string, path: DocumentPath): Step[] | undefined => {
    const words = text.split(/ +/)
    const name = words[0]!
    const verb = byName.get(name) ?? byName.get(british(name))
    if (!verb && words.length === 1 && Object.hasOwn(recipes, name)) return recipe(name, path)
    if (!verb) return unknown(name, path)
    const options = verb.parseShort(words.slice(1)) as Record<string, unknown> | undefined
    if (options === undefined) {
      report.add('POLICY_TRANSFORM_OPTIONS', path, `the transform ${quoted(text)} is not understood`, {
        hint: shortHint(verb, words),
      })
      return undefined
    }
    return checked(verb, options, path, path)
  }

  const long = (value: Record<string, unknown>, path: DocumentPath): Step[] | undefined => {
    const names = Object.keys(value)
    if (names.length !== 1) {
      report.add('POLICY_STEPS', path, `a mapping names one transform, not ${names.length}`, {
        hint: 'make a list of several',
      })
      return undefined
    }
    const name = names[0]!
    const verb = byName.get(name) ?? byName.get(british(name))
    if (!verb) return unknown(name, [...path, name], 'key')
    const options = value[name]
    if (!isObject(options)) {
      const words = typeof options === 'string' || typeof options === 'number' ? `${verb.name} ${options}` : undefined
      const fits = words !== undefined && verb.parseShort([String(options)]) !== undefined
      report.add('POLICY_TYPE', [...path, name], `expected the options of ${quoted(verb.name)} as a mapping`, {
        hint: fits ? didYouMean(words) : undefined,
      })
      return undefined
    }
    // Where `null` is a word of the language, YAML's own null is that word.
    const words = Object.entries(options).map(([key, option]) => [key, option ?? 'null'] as const)
    return checked(verb, Object.fromEntries(words), path, [...path, name])
  }

  const checked = (
    verb: AnyVerb,
    options: Record<string, unknown>,
    path: DocumentPath,
    at: DocumentPath,
  ): Step[] | undefined => {
    const schema = optionsSchema(verb.schema)
    const problems = checkShape(options, schema, schema)
    for (const problem of problems) reportProblem(report, problem, at)
    if (problems.length > 0) return undefined
    const phrases = verb.check?.(options) ?? []
    for (const phrase of phrases) report.add('POLICY_TRANSFORM_OPTIONS', path, `${verb.name}: ${phrase}`)
    return phrases.length > 0 ? undefined : [{ verb: verb.name, options }]
  }

  const unknown = (name: string, path: DocumentPath, at?: 'key'): undefined => {
    const options = at ? { at } : {}
    if (/^(?:hash|hashing|md5|sha-?\d{0,3}|crc32|checksum|digest)$/i.test(name))
      return report.add(
        'POLICY_PLAIN_HASH',
        path,
        'there is no plain hash: whoever has the data hashes every possible value and finds each person',
        {
          hint: 'use "pseudonym", which needs a key',
        },
      ) as undefined
    const near = closest(name, [...byName.keys(), ...Object.keys(recipes)]) ?? OTHER_NAMES.get(british(name))
    return report.add('POLICY_UNKNOWN_TRANSFORM', path, `unknown transform ${quoted(name)}`, {
      hint: didYouMean(near) ?? `transforms are ${[...byName.keys()].sort().join(', ')}`,
      ...options,
    }) as undefined
  }

  for (const name of Object.keys(recipes)) {
    if (byName.has(name) || byName.has(british(name)))
      report.add('POLICY_RECIPE', ['transforms', name], `${quoted(name)} is the name of a transform`, {
        hint: 'give the recipe another name',
        at: 'key',
      })
    else if (!done.has(name)) recipe(name, ['transforms', name])
  }
  return {
    expand(value, path) {
      const steps = expand(value, path)
      return steps && !clashes(steps, path, report) ? steps.filter((step) => step.verb !== 'keep') : undefined
    },
  }
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
  const last = words[1]
  const choices = Object.values(properties).flatMap((option) => option.enum ?? [])
  const near =
    last === undefined
      ? undefined
      : closest(
          last,
          choices.filter((choice) => typeof choice === 'string'),
        )
  if (near !== undefined && verb.parseShort([near]) !== undefined) return didYouMean(`${verb.name} ${near}`)
  const names = Object.keys(properties)
  return names.length === 0
    ? `"${verb.name}" has no options`
    : `its options are ${names.join(', ')}: { ${verb.name}: { … } }`
}
