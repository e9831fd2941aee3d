import { entriesByCount } from './by-count.ts'
import type { SourceRisk } from '../evidence/release/risk.ts'
import type { DryRun, RunResult } from '../engine/freeze/job.ts'
import { bytesText, counted, durationText, thousands } from './numbers.ts'
import { attackLines, histogramRows, linkLine, percent, populationLines, undeclaredLines } from './risk-lines.ts'
import { levelNotes, levelsTable } from './level-rows.ts'
import { table } from './table.ts'
import { reasonText, verdictText } from './verdict-text.ts'

export interface HowShown {
  seconds: number
  /** the records went to standard output: the release has its proof, but no data to verify */
  toStdout: boolean
  extent: 'verdict' | 'details'
  /** how a path is written */
  shown: (path: string) => string
}

/** The end of a run: the verdict in five lines, what is asked for besides, what needs attention, and how to check it. */
export function runText(result: RunResult, how: HowShown): string {
  const { manifest, risk, log, target, place } = result
  const { toStdout, shown } = how
  const where = place ?? shown(target)
  const verdict = verdictText({
    manifest,
    excluded: excludedBy(result),
    risk,
    fit: 'may be used',
    opening: `done: ${toStdout ? 'what went to standard output' : where}`,
    log: `entry ${log.index} of ${log.origin}, signed with ${log.key === 'own' ? 'the log’s own key' : 'the key that the policy names'} (${shown(log.dir)})`,
  })
  const warnings = [
    ...Object.entries(risk.sources).flatMap(([source, r]) => undeclaredLine(source, r)),
    ...risk.links.map(linkLine),
  ]
  const check = toStdout
    ? `its proof is in ${shown(target)}; to verify it, put the records there as ${manifest.outputs[0]!.path}`
    : `check it with: perde verify ${place === undefined ? where : `'${where}'`} --log ${shown(log.dir)}`
  return [
    verdict,
    rebuiltLine(result),
    how.extent === 'details' ? detailsText(result, how) : '',
    ...warnings.map((line) => `perde: warning: ${line}\n`),
    `perde: hint: ${check}\n`,
  ].join('')
}

function rebuiltLine({ rebuilt }: RunResult): string {
  if (!rebuilt) return ''
  const { release, written, files } = rebuilt
  return `  rebuilt   release ${release}: ${thousands(written)} of ${counted(files, 'file')} written again\n`
}

/** The worst of them; all are in the details and in risk.json. */
function undeclaredLine(source: string, { undeclared }: SourceRisk): string[] {
  const worst = undeclared?.worst[0]
  if (!worst) return []
  return [
    `${source}: ${percent(worst.unique)} of the records stand alone by ${worst.fields.join(' + ')}, which nobody declared as quasi-identifiers`,
  ]
}

/** What a run did, at more length than most want to read every time. */
function detailsText(result: RunResult, { seconds }: HowShown): string {
  const { manifest, risk } = result
  const bytes = manifest.inputs.reduce((n, i) => n + i.bytes, 0)
  const excluded = entriesByCount(excludedBy(result))
  const lines = [
    ...(result.since
      ? [
          [
            'since',
            `release ${result.since.release}: ${counted(manifest.inputs.length, 'input')} came, ${thousands(result.since.inputs)} that it and those before it hold ${result.since.inputs === 1 ? 'was' : 'were'} not read again`,
          ],
        ]
      : []),
    ...(excluded.length > 0
      ? [['left out', excluded.map(([reason, n]) => `${reasonText(reason)} ${thousands(n)}`).join(', ')]]
      : []),
    ...(manifest.records.suppressed > 0 ? [['held back', suppressedText(result)]] : []),
    ['fields', fieldsText(result)],
    ...Object.entries(risk.sources).flatMap(([source, r]) => privacyLines(source, r)),
    ['took', `${durationText(seconds)} for ${bytesText(bytes)}`],
  ]
  return lines.map(([name, text]) => `  ${name!.padEnd(9)} ${text}\n`).join('')
}

function excludedBy({ consent }: RunResult): Record<string, number> {
  return (consent['excluded'] ?? {}) as Record<string, number>
}

/** What k is, what it cost, what an attack found, and how many records are in classes of which size. */
function privacyLines(source: string, r: SourceRisk): string[][] {
  if (r.k === null || !r.classes || !r.risk)
    return [['privacy', `${source}: not measured (${r.note ?? 'nothing to measure'})`]]
  const unit = r.unit === undefined ? '' : ` ${r.unit}s`
  const measured = [
    `k = ${r.k}${unit}`,
    ...(r.anonymity?.population
      ? [`k-map = ${r.anonymity.population.fewest}`, `presence up to ${percent(r.anonymity.population.presence)}`]
      : []),
    ...(r.anonymity ? Object.entries(r.l).map(([field, n]) => `l = ${n} for ${field}`) : []),
    ...Object.entries(r.t).map(([field, t]) => `t = ${t.toFixed(3)} for ${field}`),
  ]
  const rows = histogramRows(r, 20)
  const widest = (column: number) => Math.max(...rows.map((row) => row[column]!.length))
  const indented = (lines: string[]) => lines.map((line) => ['', line])
  return [
    [
      'privacy',
      `${source}: ${measured.join(', ')} over ${r.quasiIdentifiers.join(', ')}; ${percent(r.risk.unique)} of the records are unique in them`,
    ],
    ...indented([
      ...(r.anonymity ? costLines(r.anonymity) : []),
      `the worst record is found with a chance of ${percent(r.risk.prosecutor)}, an average one of ${percent(r.risk.marketer)}`,
      ...attackLines(r),
      ...populationLines(r),
      ...undeclaredLines(r),
      ...rows.map(
        ([size, classes, , bar], i) =>
          `classes of ${size!.padEnd(widest(0))}  ${classes!.padStart(widest(1))}  ${bar!.padEnd(20)} ${counted(r.classes!.histogram[i]!.records, 'record')}`,
      ),
    ]),
  ]
}

function costLines({ model, ncp, utility, optimal, suppressed, met }: NonNullable<SourceRisk['anonymity']>): string[] {
  const left = suppressed === null ? 'a few' : thousands(suppressed)
  return [
    ...(met ? [] : ['this is less than the policy asks for, and it says "if-not-met: report"']),
    `${model}${optimal ? ', the optimum' : ''}: ${percent(ncp)} of the detail is lost (NCP), ${left} suppressed, ${utility.averageClassSize.toFixed(1)} records in an average class`,
    `lost by field: ${lossByField(utility)}`,
  ]
}

/** The dearest first; where it is long, the others in one word. */
function lossByField({ columns }: NonNullable<SourceRisk['anonymity']>['utility']): string {
  const fields = Object.entries(columns).sort(([, a], [, b]) => b.ncp - a.ncp)
  const shown = fields.slice(0, MOST_FIELDS).map(([field, { ncp }]) => `${field} ${percent(ncp)}`)
  const left = fields.slice(MOST_FIELDS)
  return [...shown, ...(left.length > 0 ? [`${left.length} more at most ${percent(left[0]![1].ncp)}`] : [])].join(', ')
}

const MOST_FIELDS = 8

/** Records that left although they were permitted: for anonymity's sake, or because no rule could handle a value. */
function suppressedText({ manifest, risk, held }: RunResult): string {
  if (held > 0) return `${thousands(held)} of them wait for a later release`
  const { suppressed } = manifest.records
  const solved = Object.values(risk.sources).flatMap((s) => s.anonymity ?? [])
  // One to four is not told apart there: with them nobody knows which reason it was.
  if (solved.some((s) => s.suppressed === null)) return thousands(suppressed)
  const rare = solved.reduce((n, s) => n + s.suppressed!, 0)
  return [
    ...(rare > 0 ? [`${thousands(rare)} as too rare`] : []),
    ...(suppressed > rare ? [`${thousands(suppressed - rare)} with values that no rule could handle`] : []),
  ].join(', ')
}

function fieldsText({ manifest }: RunResult): string {
  const verbs = new Map<string, number>()
  for (const f of manifest.fields) for (const verb of f.transform) verbs.set(verb, (verbs.get(verb) ?? 0) + 1)
  const changed = manifest.fields.filter((f) => f.transform.some((v) => v !== 'keep')).length
  const list = entriesByCount(Object.fromEntries(verbs)).map(([verb, n]) => `${n} ${verb}`)
  return `${changed} of ${counted(manifest.fields.length, 'field')} transformed${list.length > 0 ? `: ${list.join(', ')}` : ''}`
}

/** What `--dry-run` shows. */
export function dryRunText({ decision, plan, levels, ledger, inputs }: DryRun): string {
  const rows = plan.sources.flatMap((s) =>
    s.fields.map((f) => [s.name, f.path, f.role, f.do.map((step) => step.verb).join(', ') || 'keep']),
  )
  const dropped = inputs.flatMap(({ source, unlisted }) => unlisted.map((path) => `${path} of ${source}`))
  const leaving = plan.sources.some((s) => s.unlisted === 'drop') ? [...new Set(dropped)] : []
  const spec = plan.sources.find(({ anonymity }) => anonymity)?.anonymity?.spec
  const notes = levelNotes(levels, spec).map((note) => `${note}\n`)
  const coarser = levels.length === 0 ? '' : `${levelsTable(levels)}\n${notes.join('')}`
  const files = inputs.map(
    (i) =>
      `  ${i.source}: ${i.name}${i.bytes === undefined ? '' : `, ${bytesText(i.bytes)}`}${i.fields ? `, ${counted(i.fields.length, 'field')}` : ''}\n`,
  )
  return `purpose gate: ${decision}\ninputs:\n${files.join('')}\n${table(['source', 'field', 'role', 'do'], rows)}\n${leaving.length > 0 ? `no rule names ${leaving.join(', ')}: dropped, as "unlisted" says\n` : ''}${coarser}${ledger ? ledgerNote(ledger) : ''}nothing was written\n`
}

function ledgerNote({ releases, asked }: NonNullable<DryRun['ledger']>): string {
  const before = `${counted(releases, 'release')} before this one`
  return asked
    ? `the ledger has ${before}; the policy asks for no less than they promised\n`
    : `the ledger has ${before}, and its key is not here: what they promised was not looked at\n`
}
