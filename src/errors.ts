/**
 * Every failure perde knows by name: one stable code, one exit status.
 * A message never holds a value of the data; where it happened stands in `where`.
 */

/** code → exit status (design: contract, "Exit codes"). */
export const EXIT_STATUS = {
  USAGE: 2,
  PROTOCOL_INVALID: 2,
  INPUT_NOT_FOUND: 65,
  INPUT_UNREADABLE: 65,
  INPUT_EMPTY: 65,
  INPUT_FORMAT: 65,
  INPUT_CHANGED: 65,
  INPUT_NONE_NEW: 75,
  INPUT_ENCODING: 65,
  INPUT_COMPRESSED: 65,
  INPUT_NUL: 65,
  INPUT_UNTERMINATED_QUOTE: 65,
  INPUT_STRAY_QUOTE: 65,
  INPUT_RAGGED_ROW: 65,
  INPUT_DUPLICATE_FIELD: 65,
  INPUT_EMPTY_FIELD_NAME: 65,
  INPUT_NO_HEADER: 65,
  INPUT_TOO_MANY_FIELDS: 65,
  INPUT_RECORD_TOO_LARGE: 65,
  INPUT_JSON: 65,
  INPUT_PARQUET: 65,
  INPUT_ARROW: 65,
  INPUT_REQUEST: 65,
  INPUT_JSON_DEPTH: 65,
  INPUT_JSON_DUPLICATE_KEY: 65,
  INPUT_XML: 65,
  INPUT_XML_DEPTH: 65,
  INPUT_XML_DOCTYPE: 65,
  INPUT_TORN_TAIL: 65,
  INPUT_VALUE: 65,
  INPUT_SURPRISE: 65,
  REGISTER_INVALID: 65,
  CONSENT_EVENT_INVALID: 65,
  CONSENT_LEDGER_INVALID: 65,
  CONSENT_LEDGER_TAMPERED: 65,
  LOG_INVALID: 65,
  LOG_TAMPERED: 65,
  RELEASE_INVALID: 65,
  RELEASE_TAMPERED: 65,
  TIMESTAMP_INVALID: 65,
  PACK_INVALID: 65,
  APPROVAL_INVALID: 65,
  LOG_LOCKED: 75,
  OUTPUT_LOCKED: 75,
  RUN_LOCKED: 75,
  CONSENT_LEDGER_LOCKED: 75,
  IO_FAILED: 69,
  DATABASE_UNAVAILABLE: 69,
  DATABASE_REFUSED: 69,
  DATABASE_FAILED: 69,
  DATABASE_BUSY: 75,
  STORE_UNAVAILABLE: 69,
  STORE_REFUSED: 69,
  STORE_FAILED: 69,
  AUTHORITY_UNAVAILABLE: 69,
  TOOL_MISSING: 69,
  NO_SPACE: 69,
  DENIED: 77,
  DENIED_PURPOSE: 77,
  DENIED_CONSENT: 77,
  DENIED_BIOMETRIC: 77,
  DENIED_RULE_SET: 77,
  DENIED_WITHDRAWN: 77,
  DENIED_LEDGER: 77,
  DENIED_RETENTION: 77,
  DENIED_PURGED: 77,
  DENIED_UNAPPROVED: 77,
  ANONYMITY_NOT_MET: 77,
  LEDGER_PROMISE: 77,
  LEDGER_LEFT_OUT: 77,
  POLICY_INVALID: 78,
  POLICY_NOT_FOUND: 78,
  POLICY_UNCOVERED_FIELD: 78,
  POLICY_AMBIGUOUS: 78,
  PLAN_MISMATCH: 78,
  SUBJECT_NOT_STATED: 78,
  SUBJECT_MISMATCH: 78,
  SCHEMA_DRIFT: 78,
  PLAN_LIMIT: 78,
  LEDGER_MISMATCH: 78,
  RELEASE_UNKNOWN: 78,
  KEY_MISSING: 78,
  KEY_INVALID: 78,
  KEY_EXPOSED: 78,
  KEY_COMMAND: 78,
  OUTPUT_EXISTS: 78,
  OUTPUT_IS_INPUT: 78,
  OUTPUT_INVALID: 78,
  INTERRUPTED: 130,
  TERMINATED: 143,
  INTERNAL: 1,
} as const

export type ErrorCode = keyof typeof EXIT_STATUS

/** Where a failure happened. Record numbers and offsets count from 0 inside the code, from 1 for people. */
export interface Where {
  /** the source's name in the policy */
  source?: string
  /** a file, as the user named it, or a part of the output */
  part?: string
  /** number of the record in its part, from 1; the header is not a record */
  record?: number
  /** field path */
  field?: string
  /** byte offset in the part */
  offset?: number
  /** line and column of a policy or register file, from 1 */
  line?: number
  column?: number
}

export interface ErrorDetails {
  hints?: string[]
  where?: Where
  retryable?: boolean
  cause?: unknown
  /** facts for programs: counts, codes, names from the policy; never a value of the data */
  facts?: Record<string, unknown>
}

export class PerdeError extends Error {
  readonly code: ErrorCode
  readonly hints: string[]
  readonly where: Where
  readonly retryable: boolean
  readonly facts: Record<string, unknown>

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'PerdeError'
    this.code = code
    this.hints = details.hints ?? []
    this.where = details.where ?? {}
    this.retryable = details.retryable ?? false
    this.facts = details.facts ?? {}
  }

  get exitStatus(): number {
    return EXIT_STATUS[this.code]
  }

  /** The same error with a more exact place: what is known already wins. */
  at(where: Where): PerdeError {
    const { code, message, hints, retryable, cause, facts } = this
    return new PerdeError(code, message, { hints, retryable, cause, facts, where: { ...where, ...this.where } })
  }

  /** The same error with other hints. */
  withHints(hints: string[]): PerdeError {
    const { code, message, where, retryable, cause, facts } = this
    return new PerdeError(code, message, { hints, where, retryable, cause, facts })
  }

  /** The object of `--json`; no stack, no cause text. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, hints, where, retryable, facts } = this
    const cause = this.cause instanceof PerdeError ? this.cause.toJSON() : systemCode(this.cause)
    return {
      name,
      code,
      message,
      hints,
      where,
      retryable,
      ...(Object.keys(facts).length > 0 && { facts }),
      ...(cause && { cause }),
    }
  }
}

/** The system's error code (`ENOSPC`), the only part of a foreign error that is safe to show. */
export function systemCode(cause: unknown): string | undefined {
  const code = (cause as { code?: unknown } | undefined)?.code
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : undefined
}

/** Turns a failed system call into a typed error; a PerdeError passes through. */
export function ioError(cause: unknown, doing: string, where: Where = {}): PerdeError {
  if (cause instanceof PerdeError) return cause.at(where)
  const code = systemCode(cause)
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new PerdeError('NO_SPACE', `no space left while ${doing}`, {
      where,
      cause,
      retryable: true,
      hints: ['free some space and run again; nothing was published'],
    })
  return new PerdeError('IO_FAILED', `${doing} failed${code ? ` with ${code}` : ''}`, {
    hints: ['look at the disk and at the rights on the path'],
    where,
    cause,
    retryable: code === 'EIO' || code === 'EAGAIN',
  })
}
