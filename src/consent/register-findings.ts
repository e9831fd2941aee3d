import type { Finding } from '../policy/policy.ts'

/** What can be wrong with a row of a register, without a word of what it holds. */
const KINDS = {
  REGISTER_STATE_UNKNOWN: ['warning', 'the status is no state of a consent that perde knows; the row excludes'],
  REGISTER_TERM_UNKNOWN: ['warning', 'a term is not in the vocabulary; the row grants nothing'],
  REGISTER_DATE_UNREADABLE: ['warning', 'a date cannot be read; the subject is excluded'],
  REGISTER_ROW_RAGGED: ['warning', 'the row has more or fewer cells than the header; the subject is excluded'],
  REGISTER_SUBJECT_MISSING: ['warning', 'the row names no subject; nothing can be granted by it'],
  REGISTER_SUBJECT_INVALID: ['warning', 'the subject identifier is not valid; nothing can be granted by it'],
  REGISTER_DENIAL_LOST: ['error', 'a refusal or withdrawal names no valid subject, so nobody can be excluded by it'],
} as const satisfies Record<string, readonly [Finding['severity'], string]>
export type RegisterFindingCode = keyof typeof KINDS

/** Findings kept of each code; all are counted. */
const KEPT = 50

/** Counts findings by code and keeps the first few of each. */
export class RegisterFindings {
  readonly counts: Partial<Record<RegisterFindingCode, number>> = {}
  readonly #kept: Finding[] = []

  /** In the order of the lines. */
  get list(): Finding[] {
    return this.#kept.toSorted((a, b) => a.where.line! - b.where.line!)
  }

  /** `line` from 1, in the register's file; `column` is the mapping's word (`until`), not the file's name for it. */
  add(code: RegisterFindingCode, line: number, column?: string): void {
    const count = (this.counts[code] = (this.counts[code] ?? 0) + 1)
    if (count > KEPT) return
    const [severity, message] = KINDS[code]
    this.#kept.push({ severity, code, message, where: { line, ...(column !== undefined && { path: column }) } })
  }
}
