import type { Finding } from '../policy/policy.ts'

/** What can be wrong with a row of a register, without a word of what it holds; and what to do about it. */
const KINDS = {
  REGISTER_STATE_UNKNOWN: [
    'warning',
    'the status is no state of a consent that perde knows; the row excludes',
    'known are DPV’s states and plain words such as given, refused, withdrawn, expired, берілді, дано, отозвано',
  ],
  REGISTER_TERM_UNKNOWN: [
    'warning',
    'a term is not in the vocabulary; the row grants nothing',
    'write DPV terms, such as dpv:ServiceOptimisation or dpv-ai:ModelTraining, with ; between several',
  ],
  REGISTER_DATE_UNREADABLE: [
    'warning',
    'a date cannot be read; the subject is excluded',
    'write dates as 2026-01-31, 2026-01-31T10:20Z or 31.01.2026',
  ],
  REGISTER_DATE_LATER: [
    'warning',
    'a refusal or withdrawal is dated later than the time asked about; it counts all the same',
    'correct the date if it is mistyped',
  ],
  REGISTER_ROW_RAGGED: [
    'error',
    'the row has more or fewer cells than the header, so whom it is about is not sure',
    'put cells with a comma in them between double quotes; end lines with LF or CRLF',
  ],
  REGISTER_LINE_BREAK: [
    'error',
    'the subject or the status holds a line break, so there may be two rows in one',
    'end lines with LF or CRLF, and write a subject on one line',
  ],
  REGISTER_SUBJECT_MISSING: ['warning', 'the row names no subject; nothing can be granted by it', undefined],
  REGISTER_SUBJECT_INVALID: [
    'warning',
    'the subject identifier is not valid; nothing can be granted by it',
    'a spreadsheet may have taken digits or zeros away, or put a quote before them',
  ],
  REGISTER_DENIAL_LOST: [
    'error',
    'a refusal or withdrawal names no valid subject, so nobody can be excluded by it',
    'find out whom these rows are about and correct them; nobody is released before',
  ],
  REGISTER_DENIAL_ALONE: [
    'warning',
    'a withdrawal is the only row of its subject: nothing was given that it could end',
    'see that the subjects of withdrawals are spelt as those of the consents are',
  ],
  REGISTER_COLUMN_UNMAPPED: [
    'warning',
    'the register has a column that looks like one of consents, but the policy does not name it, so it is not checked',
    'name it in the policy under consent.register',
  ],
} as const satisfies Record<string, readonly [Finding['severity'], string, string | undefined]>
export type RegisterFindingCode = keyof typeof KINDS

/** Findings kept of each code; all are counted. */
const KEPT = 50

/** Counts findings by code and keeps the first few of each. */
export class RegisterFindings {
  readonly counts: Partial<Record<RegisterFindingCode, number>> = {}
  readonly #kept: Finding[] = []

  /** In the order of the lines; those of no line first. */
  get list(): Finding[] {
    return this.#kept.toSorted((a, b) => (a.where.line ?? 0) - (b.where.line ?? 0))
  }

  /**
   * `line` from 1, in the register's file; undefined where it is not known any more. `column` is the mapping's word
   * (`until`), not the file's name for it.
   */
  add(code: RegisterFindingCode, line: number | undefined, column?: string, rows = 1): void {
    const before = this.counts[code] ?? 0
    this.counts[code] = before + rows
    if (before >= KEPT) return
    const [severity, message, hint] = KINDS[code]
    this.#kept.push({
      severity,
      code,
      message,
      ...(hint !== undefined && { hint }),
      where: { ...(line !== undefined && { line }), ...(column !== undefined && { path: column }) },
    })
  }
}
