import { denialsIn } from '../../consent/denials.ts'
import { namedCounts } from '../../consent/summary.ts'
import { isUsed } from '../../consent/reasons.ts'
import { MAX_LISTED_FIELDS, type NewEntry } from '../../evidence/log/entry-schemas.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { NO_RECORDS, type RecordCounts } from '../../record/record-counts.ts'
import type { RiskReport } from '../../evidence/release/risk.ts'
import type { Plan } from '../../plan/plan.ts'
import type { LedgerState } from '../consents/seen-ledgers.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { Applied, AppliedPart } from '../passes/apply-pass.ts'

/** The log entries of a run after its gate: counts, ordinals, digests and codes, never a name or a value. */

export function planFrozen(log: LogWriter, plan: Plan, planSha256: string): void {
  log.append([
    {
      type: 'plan.freeze',
      planSha256,
      fields: plan.sources.reduce((n, s) => n + s.fields.length, 0),
    },
  ])
}

/** The consent ledger that a run decides by. */
export function ledgerSeen(log: LogWriter, dataset: string, state: LedgerState): void {
  log.append([{ type: 'consent.ledger', dataset, ...state }])
}

/** The table of consents that a run decides by. */
export function registerSeen(log: LogWriter, dataset: string, register: ReadRegister): void {
  log.append([registerEntry(dataset, register)])
}

export function registerEntry(dataset: string, { index, rows, keyedSha256, denied }: ReadRegister) {
  const { subjects } = index
  const denials = denialsIn(index)
  return {
    type: 'consent.register' as const,
    ...{ dataset, rows, subjects, denials, sha256: keyedSha256 },
    ...(denied && { denied }),
  }
}

/** `changed`: somebody who was used is denied now; `denied`: how many records, where the consents were read again. */
export function lastLook(
  log: LogWriter,
  look: { registerSha256: string; asOf: Date; changed: boolean; denied: number | undefined },
): void {
  const { registerSha256, asOf, changed, denied } = look
  log.append([
    {
      type: 'consent.last-look',
      registerSha256,
      asOf: moment(asOf),
      changed,
      ...(denied !== undefined && { denied }),
    },
  ])
}

/** What the run did, part by part: written and durable before the commit. */
export function resultEntries(
  plan: Plan,
  applied: Applied,
  register: ReadRegister | undefined,
  asOf: Date,
  risk: RiskReport,
): NewEntry[] {
  return [
    ...(register ? applied.parts.map((part) => consentEntry(part, register, asOf)) : []),
    ...detectEntries(plan, applied),
    ...applied.parts.flatMap((part, n) => partEntries(plan, part, outputsBefore(applied, n))),
    ...Object.entries(risk.sources).map(([name, r]): NewEntry => ({
      type: 'risk.result',
      source: plan.sources.findIndex((s) => s.name === name),
      k: r.k,
      classes: r.classes?.count ?? 0,
      unique: r.classes?.histogram.find((h) => h.from === 1)?.classes ?? 0,
    })),
  ]
}

function outputsBefore({ parts }: Applied, n: number): number {
  return parts.slice(0, n).reduce((sum, { outputs }) => sum + outputs.length, 0)
}

function consentEntry(part: AppliedPart, register: ReadRegister, asOf: Date): NewEntry {
  return {
    type: 'consent.check',
    source: part.input.source,
    records: part.records.in - part.records.quarantined,
    used: part.records.in - part.records.quarantined - part.records.excluded,
    excluded: namedCounts(part.reasons.map((n, code) => (isUsed(code) ? 0 : n))),
    decisionsSha256: part.decisionsSha256,
    registerSha256: register.keyedSha256,
    asOf: moment(asOf),
  }
}

/** By source: which planned fields hold a known entity and how many cells of it were met. */
function detectEntries(plan: Plan, applied: Applied): NewEntry[] {
  return plan.sources.flatMap((source, s) => {
    const fields = source.fields.flatMap((f, ordinal) => {
      const count = cellsOf(applied, s, ordinal, 'cells')
      return f.entity !== undefined && count > 0 ? [{ ordinal, entity: f.entity, role: f.role, count }] : []
    })
    return chunks(fields).map((chunk): NewEntry => ({ type: 'detect.summary', source: s, fields: chunk }))
  })
}

/** `first`: number of the first of its outputs among all. */
function partEntries(plan: Plan, part: AppliedPart, first: number): NewEntry[] {
  const source = plan.sources[part.input.source]!
  const methods = source.fields.flatMap((f, ordinal) => {
    const count = Object.values(part.fields).reduce((sum, x) => (x.field === ordinal ? sum + x.changed : sum), 0)
    return f.do.filter((step) => step.verb !== 'keep').map((step) => ({ ordinal, verb: step.verb, count }))
  })
  // A wide table takes several entries; the counts of the records stand in each, the methods are divided.
  const divided = methods.length === 0 ? [[]] : chunks(methods)
  const more = part.outputs.slice(1).reduce((sum, output) => sum + output.records, 0)
  return part.outputs.flatMap(({ bytes, sha256, records }, i) =>
    (i === 0 ? divided : [[]]).map((chunk): NewEntry => ({
      type: 'transform.part',
      part: first + i,
      source: part.input.source,
      // Who was left out of an input is counted once, with the first of its outputs.
      records: i === 0 ? { ...part.records, in: part.records.in - more, out: records } : onlyOut(records),
      bytes,
      sha256,
      methods: chunk,
    })),
  )
}

function onlyOut(out: number): RecordCounts {
  return { ...NO_RECORDS, in: out, out }
}

function cellsOf(applied: Applied, source: number, field: number, what: 'cells' | 'changed'): number {
  let n = 0
  for (const part of applied.parts)
    if (part.input.source === source) for (const f of Object.values(part.fields)) if (f.field === field) n += f[what]
  return n
}

function chunks<T>(list: T[]): T[][] {
  const out: T[][] = []
  for (let i = 0; i < list.length; i += MAX_LISTED_FIELDS) out.push(list.slice(i, i + MAX_LISTED_FIELDS))
  return out
}

/** RFC 3339 in UTC with seconds: as-of times have no milliseconds, since the register's do not. */
export function moment(time: Date): string {
  return new Date(Math.floor(time.getTime() / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}
