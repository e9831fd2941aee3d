/**
 * The rules of a published plan as they can be shown beside those of another: verbs, and parameters that are numbers or words
 * of the policy's language, and names of fields. Texts that an author chose (files, patterns, labels, conditions) may hold values, so they are
 * told as `…`; whether they changed is told all the same.
 */
export interface ShownRule {
  /** in the words of the policy */
  text: string
  /** all of the rule, to tell whether it is another one */
  whole: string
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** By source and path, of the text of a `plan.json`; what has not the form of one has no rules. */
export function shownRules(planText: string): Map<string, ShownRule> {
  const rules = new Map<string, ShownRule>()
  for (const source of listAt(parsed(planText), 'sources')) {
    const name = textAt(source, 'name')
    for (const field of listAt(source, 'fields'))
      rules.set(`${name}/${textAt(field, 'path')}`, { text: ruleText(field), whole: wholeOf(field) })
    const spec = at(at(source, 'anonymity'), 'spec')
    if (spec !== undefined) rules.set(`${name}: anonymity`, { text: shown(spec), whole: wholeOf(spec) })
  }
  return rules
}

/** Members whose texts are words of the policy's language, or names that an author gave keys, domains and entities. */
const WORDS = new Set(
  'role entity to slash as by kind format direction locale locales with find missing alphabet domain key utility model unit nulls empty onError if-not-met dates regions names source'.split(
    ' ',
  ),
)
const WORD = /^[A-Za-z][A-Za-z0-9._:-]{0,39}$/

/** What is shown of a text that may be more than a word. */
const HIDDEN = '…'

function ruleText(field: Json): string {
  const steps = stepsText(listAt(field, 'do'))
  const when = at(field, 'when') === undefined ? [] : [`when ${HIDDEN}`]
  const otherwise = at(field, 'else') === undefined ? [] : [`else ${stepsText(listAt(field, 'else'))}`]
  const answers = ['nulls', 'empty', 'onError'].flatMap((name) => {
    const value = at(field, name)
    return value === undefined ? [] : [`${name === 'onError' ? 'on-error' : name}: ${shown(value, name)}`]
  })
  const offset = at(field, 'offsetIn') === undefined ? [] : ['offset-in …']
  const kind = ['role', 'entity'].flatMap((name) => {
    const value = at(field, name)
    return value === undefined ? [] : [shown(value, name)]
  })
  return [kind.join(' '), [steps, ...when, ...otherwise].join(' '), ...offset, ...answers].join('; ')
}

function stepsText(steps: readonly Json[]): string {
  if (steps.length === 0) return 'keep'
  return steps
    .map((step) => {
      const options = at(step, 'options')
      const named = isObject(options) && Object.keys(options).length > 0 ? ` ${shown(options)}` : ''
      return `${shown(at(step, 'verb') ?? '', 'role')}${named}`
    })
    .join(' → ')
}

function shown(value: Json, name?: string): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return name !== undefined && WORDS.has(name) && WORD.test(value) ? value : HIDDEN
  if (Array.isArray(value)) return `[${value.map((one: Json) => shown(one, name)).join(', ')}]`
  if (!isObject(value)) return 'null'
  return `{ ${Object.keys(value)
    .sort()
    .map((key) => `${key}: ${shown(value[key]!, key)}`)
    .join(', ')} }`
}

function wholeOf(value: Json): string {
  return JSON.stringify(value)
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function at(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

function listAt(value: Json | undefined, name: string): readonly Json[] {
  const list = at(value, name)
  return Array.isArray(list) ? list : []
}

function textAt(value: Json, name: string): string {
  const text = at(value, name)
  return typeof text === 'string' ? text : ''
}
