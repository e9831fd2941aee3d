import { patternFault } from '../detect/own-patterns.ts'
import { isValidBin, isValidIin } from '../record/kz-id.ts'
import { checkAnonymity } from './check-anonymity.ts'
import type { CheckContext } from './check-context.ts'
import { checkOutput } from './check-output.ts'
import { checkRules } from './check-rules.ts'
import { checkSources } from './check-sources.ts'
import { checkSubjects } from './check-subjects.ts'
import { checkTies } from './check-ties.ts'
import { isCivilDate } from '../record/civil-date.ts'
import { isOver } from './civil-date.ts'
import { checkEntity } from './check-entity.ts'
import { didYouMean, quoted } from './finding.ts'
import type { DocumentPath } from '../schema/document-path.ts'
import { kindsOf, resolveTerm, suggestTerm } from './vocabulary.ts'
import type { TermKind } from './vocabulary.ts'

/**
 * Checks that no schema can say: names that must exist, rules that exclude one another, roles that ask for more.
 * Terms and entity ids in the policy are replaced by their canonical spelling.
 */
export function checkPolicy(context: CheckContext): void {
  checkTerm(context, 'purpose', ['purpose', 'id'], 'dpv:Purpose')
  checkTerm(context, 'processing', ['purpose', 'processing'], 'dpv:Processing')
  checkMaker(context)
  checkDates(context)
  checkPatterns(context)
  checkFind(context)
  checkSources(context)
  checkSubjects(context)
  checkRules(context)
  checkTies(context)
  checkAnonymity(context)
  checkLabel(context)
  checkSubjectKey(context)
  checkShuffleKey(context)
  checkOutput(context)
  checkStated(context)
}

function checkTerm(
  { policy, report, wrong }: CheckContext,
  kind: TermKind & ('purpose' | 'processing'),
  path: DocumentPath,
  root: string,
): void {
  const key = kind === 'purpose' ? 'id' : 'processing'
  const text = policy.purpose[key]
  if (wrong(path) || text === '') return
  const term = resolveTerm(kind, text)
  if (term?.id === root)
    return report.add('POLICY_UNKNOWN_TERM', path, `${quoted(text)} stands for every ${kind}`, {
      hint: 'name the one that is meant',
    })
  if (term) {
    policy.purpose[key] = term.id
    return
  }
  const other = kindsOf(text).find((found) => found === 'purpose' || found === 'processing')
  report.add('POLICY_UNKNOWN_TERM', path, `unknown ${kind} ${quoted(text)}`, {
    hint: other
      ? `it is a ${other}: write it as purpose.${other === 'purpose' ? 'id' : other}`
      : (didYouMean(suggestTerm(kind, text)) ?? 'name a term of DPV 2.3'),
  })
}

function checkMaker({ policy, report, wrong }: CheckContext): void {
  const bin = policy.dataset.maker?.bin
  const path = ['dataset', 'maker', 'bin']
  if (bin === undefined || wrong(path) || isValidBin(bin) || isValidIin(bin)) return
  report.add('POLICY_BIN', path, 'this is no BIN or IIN', { hint: 'the check digit or the date in it does not fit' })
}

function checkDates({ policy, report, asOf }: CheckContext): void {
  const dates: [DocumentPath, string | undefined, string][] = [
    [['purpose', 'until'], policy.purpose.until, 'the purpose is over'],
    [['output', 'retain-until'], policy.output['retain-until'], 'the release may not be kept any more'],
  ]
  for (const [path, date, message] of dates)
    if (asOf !== undefined && date !== undefined && isCivilDate(date) && isOver(date, asOf))
      report.add('POLICY_DATE_PAST', path, message, { hint: 'a run would be denied' })
}

/** The policy's own entities: ids that are not perde's, patterns that a linear-time engine can run. */
function checkPatterns({ policy, report, entities, wrong }: CheckContext): void {
  for (const [id, { pattern }] of Object.entries(policy.detect.patterns)) {
    const path = ['detect', 'patterns', id]
    if (wrong(path)) continue
    if (entities?.isBuiltIn(id))
      report.add('POLICY_VALUE', path, `${quoted(id)} is an entity of perde`, { hint: 'choose another id', at: 'key' })
    const fault = patternFault(pattern)
    if (fault !== undefined) report.add('POLICY_VALUE', [...path, 'pattern'], fault)
  }
}

function checkFind({ policy, report, entities }: CheckContext): void {
  policy.detect.find = policy.detect.find.map((name, i) =>
    name ? checkEntity(entities, report, name, ['detect', 'find', i]) : name,
  )
}

/** The order of a shuffled release hangs on a key; else who has the input could tell it. */
function checkShuffleKey({ policy, report, wrong }: CheckContext): void {
  if (wrong(['keys']) || wrong(['output']) || policy.output.order !== 'shuffle') return
  const names = Object.keys(policy.keys)
  if (names.includes('main') || names.length === 1) return
  report.add('POLICY_UNKNOWN_KEY_NAME', ['output', 'order'], 'shuffling records needs a key', {
    hint: names.length === 0 ? 'add keys: { main: { env: PERDE_KEY } }' : `call one of ${names.join(', ')} main`,
  })
}

/** Whom a release is about is kept under the key `consent`, else `main`, else the only one; without it nobody is found again. */
function checkSubjectKey({ policy, report, wrong }: CheckContext): void {
  if (policy.purpose.basis !== 'consent' || wrong(['keys'])) return
  const names = Object.keys(policy.keys)
  const name = names.find((n) => n === 'consent') ?? names.find((n) => n === 'main') ?? names[0]
  if (name === undefined || (names.length > 1 && name !== 'consent' && name !== 'main')) return
  if (!('ephemeral' in policy.keys[name]!)) return
  report.add(
    'POLICY_EPHEMERAL_CONSENT',
    ['keys', name],
    'with a key of this run only nobody in the release can be looked up in the register again, so "perde use" will deny it',
    { hint: `make a key with: perde key new FILE, and write ${name}: { file: FILE }` },
  )
}

function checkLabel({ policy, rules, report, wrong }: CheckContext): void {
  const { label } = policy.output
  const path = ['output', 'label']
  if (label === 'auto' || wrong(path)) return
  if (label === 'k-anonymous' && (policy.anonymity?.k ?? 1) < 2)
    return report.add('POLICY_LABEL', path, 'a release is k-anonymous only if the policy asks for k', {
      hint: 'in a section "anonymity": k: 5',
    })
  const kept = rules.find(
    ({ rule, hasDo, broken }) => hasDo && !broken && rule.role === 'identifier' && rule.do.length === 0,
  )
  if (kept)
    report.add(
      'POLICY_LABEL',
      path,
      `a release that keeps the identifier ${quoted(`${kept.source}.${kept.path}`)} is not ${label}`,
    )
}

/** What the rule sets ask about and the policy does not say; the gate lets it pass, the report will show it. */
function checkStated({ policy, report, wrong }: CheckContext): void {
  const { rules } = policy.purpose
  const missing: [boolean, DocumentPath, string, string][] = [
    [
      !policy.dataset.provenance?.controller,
      ['dataset'],
      'who controls the data is not stated',
      'add dataset.provenance.controller: without it a run is denied',
    ],
    [
      rules.some(Boolean) && !policy.dataset.provenance?.method,
      ['dataset'],
      'how the data was collected is not stated',
      'add dataset.provenance.method',
    ],
    [
      rules.includes('kz-ai') && !policy.dataset.maker?.bin,
      ['dataset'],
      'the maker of the data library and its BIN are not stated',
      'add dataset.maker: without it a run is denied',
    ],
    [
      rules.includes('kz-ai') && !policy.system?.risk,
      ['purpose'],
      'the risk class of the system to be trained is not stated',
      'add system.risk',
    ],
    [
      rules.includes('kz-personal-data') && !policy.output['storage-country'],
      ['purpose'],
      'the country in which the release is kept is not stated',
      'add output.storage-country',
    ],
    [
      rules.includes('kz-personal-data') && !policy.output['retain-until'],
      ['purpose'],
      'how long the release is kept is not stated',
      'add output.retain-until',
    ],
  ]
  for (const [absent, path, message, hint] of missing)
    if (absent && !wrong(path)) report.add('POLICY_NOT_STATED', path, message, { hint, at: 'key' })
}
