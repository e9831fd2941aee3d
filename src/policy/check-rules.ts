import { propertiesWith, type AnyVerb } from '../transforms/any-verb.ts'
import type { WrittenRule } from './build-policy.ts'
import { stepsOf } from './build-policy.ts'
import { checkEntity } from './check-entity.ts'
import { checkKeptOffsets, checkOffset } from './check-offset.ts'
import { checkPath } from './check-path.ts'
import type { CheckContext } from './check-context.ts'
import { conditionPaths, ConditionSyntaxError, parseCondition } from './condition.ts'
import { isErasedBy, isKeptBy } from './field-facts.ts'
import { didYouMean, quoted } from './finding.ts'
import type { DocumentPath } from '../schema/document-path.ts'
import { mayCoverBiometrics } from './legal-basis.ts'
import type { Rule, Step } from './policy.ts'
import { isOfTable } from './source-format.ts'
import { closest } from './suggest.ts'
import { resolveTerm, suggestTerm } from './vocabulary.ts'

/** Rule by rule, then the domains that rules share. */
export function checkRules(context: CheckContext): void {
  const { policy, rules, wrong } = context
  for (const written of rules) {
    const { source, path, at, rule } = written
    const table = Object.hasOwn(policy.dataset.sources, source) && isOfTable(policy.dataset.sources[source]!, path)
    checkPath(context, path, at, table, 'key')
    if (rule.type !== undefined) rule.type = checkEntity(context.entities, context.report, rule.type, [...at, 'type'])
    checkCategory(context, written)
    checkCondition(context, written)
    if (wrong([...at, 'role'])) continue
    checkRole(context, written)
    if (!written.broken) checkSteps(context, written)
    if (rule['offset-in']) checkOffset(context, written, rule['offset-in'])
  }
  checkKeptOffsets(context)
  checkDomains(context)
}

function checkCategory({ report, wrong }: CheckContext, { at, rule }: WrittenRule): void {
  const path = [...at, 'category']
  if (rule.category === undefined || wrong(path)) return
  const term = resolveTerm('personal-data', rule.category)
  if (term) rule.category = term.id
  else
    report.add('POLICY_UNKNOWN_TERM', path, `unknown category of personal data ${quoted(rule.category)}`, {
      hint:
        didYouMean(suggestTerm('personal-data', rule.category)) ?? 'name a term of DPV 2.3, such as dpv-pd:Religion',
    })
}

function checkCondition(context: CheckContext, written: WrittenRule): void {
  const { report, wrong } = context
  const { at, rule } = written
  const path = [...at, 'when']
  if (rule.when === undefined) {
    if (rule.else !== undefined && !wrong(path))
      report.add('POLICY_ELSE_WITHOUT_WHEN', [...at, 'else'], '"else" needs "when"', { at: 'key' })
    return
  }
  try {
    checkLists(context, written, rule.when)
  } catch (e) {
    if (!(e instanceof ConditionSyntaxError)) throw e
    report.add(
      'POLICY_CONDITION',
      path,
      `the condition is not well formed: ${e.message}, at character ${e.position + 1}`,
      { hint: e.hint, at: e.position },
    )
  }
}

/** `contacts.kind` names nothing where another rule says that `contacts` is a list: the condition would see null. */
function checkLists({ rules, report }: CheckContext, { source, at, rule }: WrittenRule, text: string): void {
  const lists = rules
    .filter((other) => other.source === source || other.source === '*' || source === '*')
    .flatMap(({ path }) => [...path.matchAll(/\[\]/g)].map(({ index }) => path.slice(0, index)))
  for (const path of rule.when === undefined ? [] : conditionPaths(parseCondition(text))) {
    const list = lists.find((name) => path.startsWith(`${name}.`))
    if (list === undefined) continue
    report.add(
      'POLICY_CONDITION_LIST',
      [...at, 'when'],
      `the condition asks for ${quoted(path)}, but ${quoted(list)} is a list`,
      { hint: 'a condition looks at one value of the record; what stands inside a list cannot be asked about' },
    )
    return
  }
}

function checkRole({ policy, report, wrong }: CheckContext, { at, rule, hasDo, broken }: WrittenRule): void {
  const { role } = rule
  if (role !== 'identifier' && role !== 'biometric') return
  const a = role === 'identifier' ? 'an identifier' : 'a biometric field'
  if (!hasDo && !wrong([...at, 'do']))
    report.add('POLICY_DO_MISSING', at, `${a} needs "do"`, {
      hint: 'say what happens to it, such as do: drop',
      at: 'key',
    })
  if (rule.when !== undefined && rule.else === undefined && !wrong([...at, 'else']) && !broken)
    report.add('POLICY_ELSE_MISSING', [...at, 'when'], `${a} with "when" needs "else"`, {
      hint: 'without it the other records would keep their value',
      at: 'key',
    })
  else if (hasDo && !broken && isKeptBy(rule) && role === 'identifier' && !wrong([...at, 'else']))
    report.add('POLICY_IDENTIFIER_KEPT', at, 'the identifier leaves unchanged', { at: 'key' })
  if (
    role === 'biometric' &&
    hasDo &&
    !broken &&
    !isErasedBy(rule) &&
    !mayCoverBiometrics(policy.purpose.basis) &&
    !wrong(['purpose', 'basis'])
  )
    report.add(
      'POLICY_BIOMETRIC_BASIS',
      [...at, 'do'],
      'a biometric field can be used only by consent or under art9:<sub-point>',
      {
        hint: 'drop, null or redact it, or state such a basis',
      },
    )
}

function checkSteps(context: CheckContext, written: WrittenRule): void {
  const { verbs, report } = context
  const { at, rule } = written
  const branches: [DocumentPath, Step[]][] = [
    [[...at, 'do'], rule.do],
    [[...at, 'else'], rule.else ?? []],
  ]
  for (const [path, steps] of branches)
    for (const step of steps) {
      const verb = verbs.get(step.verb)
      if (!verb) continue
      checkKeys(context, verb, step, path)
      checkNeeds(context, verb, step, written, path)
      if (rule.nulls === 'transform' && joins(verb, step))
        report.add('POLICY_NULLS', [...at, 'nulls'], `"${step.verb}" of null would be one value for everybody`, {
          hint: 'nulls: keep or nulls: fail',
        })
    }
}

function checkKeys(
  { policy, report, wrong }: CheckContext,
  verb: AnyVerb,
  { options }: Step,
  path: DocumentPath,
): void {
  if (wrong(['keys'])) return
  const names = Object.keys(policy.keys)
  const asked = new Set((verb.keys?.(options) ?? []).map(({ root }) => root))
  for (const root of asked)
    if (root !== undefined && !names.includes(root))
      report.add('POLICY_UNKNOWN_KEY_NAME', path, `unknown key ${quoted(root)}`, {
        hint: didYouMean(closest(root, names)) ?? `add it to "keys"`,
      })
    else if (root === undefined && names.length === 0)
      report.add('POLICY_UNKNOWN_KEY_NAME', path, `"${verb.name}" needs a key`, {
        hint: 'add keys: { main: { env: PERDE_KEY } }',
      })
    else if (root === undefined && names.length > 1 && !names.includes('main'))
      report.add('POLICY_UNKNOWN_KEY_NAME', path, `which key "${verb.name}" uses is not stated`, {
        hint: `name one of ${names.join(', ')}, or call one main`,
      })
}

function checkNeeds(
  { policy, report, wrong }: CheckContext,
  verb: AnyVerb,
  { options }: Step,
  { source }: WrittenRule,
  path: DocumentPath,
): void {
  const needs = typeof verb.needs === 'function' ? verb.needs(options) : verb.needs
  // Where consents are checked, a missing subject has been reported already.
  if (needs !== 'subject' || wrong(['dataset']) || policy.consent || policy.purpose.basis === 'consent') return
  const { sources, subject } = policy.dataset
  const without = (source === '*' ? Object.keys(sources) : [source]).filter(
    (name) => Object.hasOwn(sources, name) && !Object.hasOwn(subject, name),
  )
  if (without.length > 0)
    report.add(
      'POLICY_SUBJECT_MISSING',
      path,
      `"${verb.name}" works subject by subject, but whom a record of ${without.map(quoted).join(', ')} is about is not stated`,
      {
        hint: `add dataset.subject: { ${without[0]}: <field> }`,
      },
    )
}

function joins(verb: AnyVerb, { options }: Step): boolean {
  const { joins: how } = propertiesWith(verb, options)
  return how === 'domain' || how === 'run'
}

/** A named domain says that its fields join; with different types, values are normalised differently and do not. */
function checkDomains({ verbs, rules, report }: CheckContext): void {
  const domains = new Map<string, { at: DocumentPath; domain: string; types: Set<string> }>()
  for (const { at, rule, broken } of rules)
    for (const step of broken ? [] : stepsOf(rule)) {
      const verb = verbs.get(step.verb)
      if (!verb || !joins(verb, step) || typeof step.options['domain'] !== 'string') continue
      for (const { root, algorithm, domain = '' } of verb.keys?.(step.options) ?? []) {
        const id = JSON.stringify([root, algorithm, domain])
        const known = domains.get(id) ?? { at: [...at, 'do'], domain, types: new Set() }
        // What is found in a text has its own types.
        const types = step.verb === 'scrub' ? known.types : known.types.add(typeOf(rule))
        domains.set(id, { ...known, at: [...at, 'do'], types })
      }
    }
  const told = new Set<string>()
  for (const { at, domain, types } of domains.values()) {
    if (types.size < 2 || told.has(domain)) continue
    told.add(domain)
    report.add(
      'POLICY_DOMAIN_TYPES',
      at,
      `the domain ${quoted(domain)} joins fields of ${[...types].join(' and ')}, whose values are normalised differently`,
      {
        hint: 'give the fields one type, or a domain each',
      },
    )
  }
}

function typeOf({ type }: Rule): string {
  return type === undefined ? 'no type' : `type ${type}`
}
