import type { AcceptedConsents, Manifest } from '../evidence/release/manifest.ts'
import { keyFingerprint } from '../evidence/log/vkey.ts'
import { largestShare, leastHidden, type RiskReport } from '../evidence/release/risk.ts'
import { entriesByCount } from './by-count.ts'
import { counted, thousands } from './numbers.ts'
import { percent } from './risk-lines.ts'

export interface Verdict {
  manifest: Manifest
  /** by reason, of who was left out */
  excluded: Readonly<Record<string, number>>
  risk: RiskReport
  /** what was done or checked, before what it is fit for */
  opening: string
  /** of one that nothing speaks against: since it was made somebody may have withdrawn */
  fit: 'may be used' | 'was fit for use when it was made'
  /** what vouches for it */
  log: string
}

/** What a release is, for what, of whom, how well they hide, and by whose word: five lines, and more where the policy asks for an approval or somebody answered for consents. */
export function verdictText({ manifest, excluded, risk, opening, fit, log }: Verdict): string {
  const lines = [
    ['for', `${manifest.purpose} / ${manifest.processing}, ${basisText(manifest)}`],
    ['records', recordsText(manifest, excluded)],
    ['risk', riskText(risk)],
    ...(manifest.accepted ?? []).map((accepted) => ['accepted', acceptedText(accepted)]),
    ...(manifest.approval ? [['approval', approvalText(manifest.approval)]] : []),
    ['log', log],
  ]
  return `perde: ${opening} ${usableText(manifest, fit)}\n${lines.map(([name, text]) => `  ${name!.padEnd(9)} ${text}\n`).join('')}`
}

function usableText({ mode, outputClass, keys, records, approval }: Manifest, fit: Verdict['fit']): string {
  if (mode !== 'enforce') return 'may never be used: the run only reported what its gates would have denied'
  if (approval?.approved.length === 0) return 'may not be used: nobody had approved the policy'
  if (records.out === 0)
    return records.in === 0
      ? 'is empty: the inputs have no record'
      : `is empty: of ${counted(records.in, 'record')} none is in it`
  return `${fit}: ${classText(outputClass, Object.values(keys))}`
}

function classText(outputClass: Manifest['outputClass'], keys: Manifest['keys'][string][]): string {
  if (outputClass === 'k-anonymous')
    return 'k-anonymous in the quasi-identifiers that the policy names, and in no others'
  if (outputClass !== 'pseudonymised') return outputClass
  // Who has no key may still tell people apart by what was kept.
  return keys.length > 0 && keys.every(({ ephemeral }) => ephemeral)
    ? 'pseudonymised, under a key that is gone: still personal data where other fields tell who it is'
    : 'pseudonymised, still personal data while the key exists'
}

const ACCEPTED = {
  ledger: (seen: number, found: number) =>
    `a consent ledger of ${counted(found, 'event')} where the log had seen ${thousands(seen)}`,
  register: (seen: number) => `a table of consents in the place of a ledger of ${counted(seen, 'event')}`,
  none: (seen: number) => `no consents in the place of a ledger of ${counted(seen, 'event')}`,
  denials: (seen: number, found: number) =>
    `a table of consents with ${counted(found, 'denial')} where the log had seen ${thousands(seen)}`,
}

/** Withdrawals may be gone, and somebody said by a word that they are not. */
function acceptedText({ of, by, reason, on, seen, found }: AcceptedConsents): string {
  return `by ${by} on ${on} (${reason}): ${ACCEPTED[of](seen, found)}, so withdrawals may be gone`
}

/** The name is the policy's own word for a key, so the key is told too. */
function approvalText({ approved, files, until }: NonNullable<Manifest['approval']>): string {
  if (approved.length === 0) return 'by nobody'
  const names = approved.map(({ vkey }) => `${vkey.split('+')[0]!} (key ${keyFingerprint(vkey)})`).join(', ')
  return [
    `by ${names}: the policy’s text${files ? ` and ${counted(files.count, 'file')} that it names` : ''}`,
    ...(until === undefined ? [] : [`until ${until}`]),
  ].join(', ')
}

function basisText({ basis, asOf }: Manifest): string {
  return basis === 'consent'
    ? `by consents as of ${asOf.slice(0, 16).replace('T', ' ')} UTC`
    : `on the basis of ${basis}`
}

/** Reasons that are told one by one. */
const MOST_REASONS = 3

function recordsText({ records, basis }: Manifest, excluded: Readonly<Record<string, number>>): string {
  const reasons = entriesByCount(excluded)
  const shown = reasons.slice(0, MOST_REASONS).map(([reason, n]) => `${reasonText(reason)} ${thousands(n)}`)
  const why = shown.length === 0 ? '' : ` (${shown.join(', ')}${reasons.length > MOST_REASONS ? ', …' : ''})`
  return [
    `${thousands(records.in)} read, ${thousands(records.out)} released`,
    ...(basis === 'consent' || records.excluded > 0
      ? [`${thousands(records.excluded)} left out ${whyLeftOut(basis, excluded)}${why}`]
      : []),
    ...(records.suppressed > 0 ? [`${thousands(records.suppressed)} suppressed`] : []),
    ...(records.quarantined > 0 ? [`${thousands(records.quarantined)} set aside as not well formed`] : []),
  ].join(', ')
}

/** Where nobody is asked for consent, nobody is left out for want of it; and who asked to be left out may have given it. */
function whyLeftOut(basis: string, excluded: Readonly<Record<string, number>>): string {
  if (basis !== 'consent') return 'because they asked for it'
  const asked = ['BLOCKED', 'DESTROYED'].some((reason) => Object.hasOwn(excluded, reason))
  return asked ? 'for want of consent or because they asked for it' : 'for want of consent'
}

/** NO_RECORD → "no record". */
export function reasonText(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ')
}

/** Of the source that hides its records least; the attack is that on the one in which it finds most. */
function riskText(report: RiskReport): string {
  if (report.source === null) return 'not measured: no quasi-identifier is declared'
  const { sources } = report
  const unmeasured = Object.entries(sources).filter(([, { k, records }]) => k === null && records > 0)
  const name = leastHidden(sources, ({ k }) => k !== null)
  if (name === null) return `not measured for ${report.source}: ${sources[report.source]!.note ?? 'nothing to measure'}`
  const { k, risk, quasiIdentifiers, unit } = sources[name]!
  const attack = largestShare(report, ({ reidentified }) => reidentified)
  const found = [
    `worst record ${percent(risk!.prosecutor)}`,
    ...(attack ? [`by an attack ${percent(attack.share)}${attack.source === name ? '' : ` of ${attack.source}`}`] : []),
  ]
  return [
    `k = ${k}${unit === undefined ? '' : ` ${unit}s`} over ${counted(quasiIdentifiers.length, 'quasi-identifier')} of ${name}`,
    `${percent(risk!.unique)} stand alone; found again: ${found.join(', ')}`,
    ...(Object.values(sources).some(({ anonymity }) => anonymity?.met === false)
      ? ['less than the policy asks for']
      : []),
    ...unmeasured.map(([other, { note }]) => `not measured for ${other}: ${note ?? 'nothing to measure'}`),
  ].join(', ')
}
