import { EXIT_STATUS } from '../../errors.ts'
import type { ErrorCode } from '../../errors.ts'
import {
  countsOf,
  day,
  digest,
  flag,
  instant,
  integer,
  list,
  moment,
  name,
  object,
  oneOf,
  optional,
  orNull,
  origin,
  party,
  signature,
  term,
  text,
  tool,
  ulidField,
  vkeyField,
  word,
} from './entry-fields.ts'
import type { Schema } from '../../schema/json-schema.ts'
import type { Shape, ValuesOf } from './entry-fields.ts'

// What an entry of each type says. A schema here is closed: what is not named cannot be logged.

/** Why a record was left out for its subject's consent. */
export const EXCLUSION_REASONS = [
  'NO_RECORD',
  'WITHDRAWN',
  'REVOKED',
  'REFUSED',
  'EXPIRED',
  'NOT_YET_VALID',
  'INVALIDATED',
  'PENDING',
  'STATE_UNKNOWN',
  'PURPOSE_MISMATCH',
  'PROCESSING_MISMATCH',
  'CATEGORY_MISMATCH',
  'CONTROLLER_MISMATCH',
  'TRANSFER_DENIED',
  'MINOR_NO_GUARDIAN',
  'GUARDIAN_LAPSED',
  'SPECIAL_CATEGORY_BASIS_MISSING',
  'SUBJECT_ID_MISSING',
  'SUBJECT_ID_INVALID',
  'SIGNAL_DENY',
  'BLOCKED',
  'DESTROYED',
] as const
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]

export const PHASES = ['gate', 'profile', 'plan', 'apply', 'last-look', 'seal', 'commit', 'publish', 'use'] as const
export type Phase = (typeof PHASES)[number]

/** Who caused an entry: the program itself, the person or job that started a command, the officer who approves. */
export const ACTORS = ['perde', 'operator', 'officer'] as const
export type Actor = (typeof ACTORS)[number]

/** Most fields one entry can list and still stay under 65,535 bytes; a wider table takes several entries. */
export const MAX_LISTED_FIELDS = 400

/** As a policy may name. */
const MAX_LISTED_SIGNALS = 300

const ERROR_CODES = Object.keys(EXIT_STATUS) as ErrorCode[]
const decision = oneOf(['permit', 'deny'])
const basis = text(
  /^(consent|art9:[0-9]{1,3}(-[0-9]{1,3})?|published-with-source|contract|legal-obligation|public-interest|vital-interest|legitimate-interest|not-personal)$/,
  24,
)
const role = oneOf(['identifier', 'quasi-identifier', 'sensitive', 'biometric', 'insensitive'])
const errorCode = oneOf(ERROR_CODES)
const reasons = list(oneOf([...ERROR_CODES, ...EXCLUSION_REASONS]), 64)
const jurisdiction = list(text(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 6), 32)
const requirement = object({ id: text(/^R[0-9]{2}$/, 3), result: oneOf(['pass', 'fail', 'not-applicable']) })
const keyCheck = text(/^[0-9a-f]{16}$/, 16)
/** A consent ledger as it stood: how much of it counted, and the keyed digests of its first event and of all of them. */
const ledgerState = {
  dataset: optional(name),
  // absent: it had no event
  ledger: optional(digest),
  // keyed, of where it stands
  place: optional(digest),
  keyCheck,
  events: integer(),
  bytes: integer(),
  sha256: digest,
}
const rows = object({
  in: integer(),
  out: integer(),
  excluded: integer(),
  suppressed: integer(),
  quarantined: integer(),
})

/** Ordinals count from 0: sources and fields as the policy and the plan order them, parts as they are written. */
export const ENTRY_SHAPES = {
  // The log itself; written by the log's own writer only.
  'log.open': { tool, vkey: vkeyField },
  'log.recovered': { droppedBytes: integer(1), sha256: digest },
  'key.rotate': { old: vkeyField, new: vkeyField, oldSignature: signature, newSignature: signature },

  'run.start': {
    tool,
    dataset: name,
    policySha256: digest,
    registerSha256: optional(digest),
    configSha256: digest,
    asOf: moment,
    mode: oneOf(['enforce', 'log']),
    resumed: optional(flag),
  },
  'purpose.check': {
    decision,
    purpose: term,
    processing: term,
    basis,
    jurisdiction,
    ruleSets: list(word, 16),
    requirements: list(requirement, 100),
    reasons: optional(reasons),
    policySha256: digest,
  },
  // what the sources say about training; their statements and files stand in the policy, in this order
  'signal.check': {
    signals: list(
      object({
        ordinal: integer(),
        kind: oneOf(['robots', 'ai-txt', 'tdmrep', 'headers', 'html', 'assertions', 'statement']),
        result: oneOf(['deny', 'allow', 'unknown', 'unreadable']),
        sha256: optional(digest),
      }),
      MAX_LISTED_SIGNALS,
    ),
  },
  'consent.check': {
    source: integer(),
    records: integer(),
    used: integer(),
    excluded: countsOf(EXCLUSION_REASONS),
    decisionsSha256: digest,
    registerSha256: digest,
    asOf: moment,
  },
  // the consent ledger that a run or a use decides by
  'consent.ledger': ledgerState,
  // what a command added to a consent ledger
  'consent.change': {
    ...ledgerState,
    by: oneOf(['import', 'record', 'withdraw']),
    rows: integer(),
    added: integer(),
    repeated: integer(),
  },
  // a ledger that does not go on from what the log has seen, and is right all the same: somebody says why
  'consent.accept': {
    ...ledgerState,
    reason: oneOf(['restored', 'replaced', 'rekeyed']),
    by: party,
    instead: list(object({ ledger: digest, events: integer(), bytes: integer(), sha256: digest }), 2),
  },
  // a table of consents, from which rows may go: how many there were, of how many subjects, and how many say no
  'consent.register': {
    dataset: optional(name),
    rows: integer(),
    subjects: integer(),
    denials: integer(),
    sha256: digest,
    // keyed: of the columns that it is read by, of these and where it stands, and of who says no to what, with how many of
    // them are of the subjects whose reference begins with each byte; without `states` an older perde took refused, withdrawn
    // and revoked alone for a no, here and in `denials`
    denied: optional(
      object({
        ...{ columns: digest, table: digest, sha256: digest, counts: list(integer(), 256) },
        states: optional(oneOf(['all'])),
      }),
    ),
    // it was put back to an older state, and is right all the same: somebody says why
    reason: optional(oneOf(['restored', 'replaced', 'rekeyed'])),
    by: optional(party),
  },
  // a data set whose consents stood in a ledger takes them from a table, or rests on none: somebody answers for the withdrawals
  'consent.leave': {
    dataset: name,
    now: oneOf(['register', 'none']),
    reason: oneOf(['restored', 'replaced', 'rekeyed']),
    by: party,
    instead: object({ ledger: digest, events: integer(), bytes: integer(), sha256: digest }),
  },
  'consent.last-look': { registerSha256: digest, asOf: moment, changed: flag, denied: optional(integer()) },
  'detect.summary': {
    source: integer(),
    fields: list(object({ ordinal: integer(), entity: word, role, count: integer() }), MAX_LISTED_FIELDS),
  },
  'plan.freeze': { planSha256: digest, fields: integer() },
  'transform.part': {
    part: integer(),
    source: integer(),
    records: rows,
    bytes: integer(),
    sha256: digest,
    methods: list(object({ ordinal: integer(), verb: word, count: integer() }), MAX_LISTED_FIELDS),
  },
  // a release among earlier ones of the same data: how many, whom they know, and which rows came, went and wait
  'release.join': {
    source: integer(),
    releases: integer(),
    people: integer(),
    came: integer(),
    went: integer(),
    held: integer(),
    planSha256: digest,
  },
  'risk.result': { source: integer(), k: orNull(integer()), classes: integer(), unique: integer() },
  'run.commit': {
    release: ulidField,
    manifestSha256: digest,
    recordsSha256: digest,
    // of what a later use will ask by; keyed. What is added to an entry is optional: logs are read for ever.
    recordKeyedSha256: optional(digest),
    // of where the keys come from, which a later use may ask for them
    keySourcesSha256: optional(digest),
    // of the plan of anonymity that is kept beside the log, and of the ledger of releases as it is from here on
    planFileSha256: optional(digest),
    ledgerSha256: optional(digest),
    // of what the release was made of, which is kept beside the log
    inputsFileSha256: optional(digest),
    // the release that was made anew, without whom the consents did not hold any more
    rebuilds: optional(ulidField),
    outputs: integer(),
    records: integer(),
  },
  // somebody signed the digests of the policy and of the list of its files (a note, c2sp.org/signed-note)
  // for how long: see evidence/approval/approval.ts
  'officer.approval': {
    policySha256: digest,
    filesSha256: optional(digest),
    from: optional(instant),
    until: optional(day),
    vkey: vkeyField,
    signature,
  },
  // somebody took back what their key had signed for the policy until then, and the approval of `from`, whose clock ran ahead
  'officer.revocation': { policySha256: digest, at: instant, from: optional(instant), vkey: vkeyField, signature },
  'run.abort': { code: errorCode, phase: oneOf(PHASES) },

  'use.check': {
    decision,
    release: ulidField,
    manifestSha256: digest,
    purpose: term,
    processing: term,
    by: party,
    asOf: moment,
    registerSha256: optional(digest),
    withdrawn: optional(integer()),
    // records that were taken out of the copy that was handed out
    withheld: optional(integer()),
    reasons,
  },
  'verify.check': { release: ulidField, manifestSha256: digest, result: oneOf(['pass', 'fail', 'self-consistent']) },
  'release.remove': {
    release: ulidField,
    reason: oneOf(['WITHDRAWN', 'RETENTION', 'REPLACED', 'ORDERED', 'FAULTY']),
  },
  // the data of a release is destroyed: once before the first file goes, once after the last
  'release.purge': {
    state: oneOf(['begun', 'done']),
    release: ulidField,
    reason: oneOf(['WITHDRAWN', 'RETENTION', 'REPLACED', 'ORDERED', 'FAULTY']),
    manifestSha256: digest,
    recordsSha256: digest,
    outputs: integer(),
    records: integer(),
  },
  // People read a sample of documents, of a release or of an input before any run.
  'review.result': {
    manifestSha256: optional(digest),
    inputSha256: optional(digest),
    release: optional(ulidField),
    documents: integer(),
    judged: integer(),
    leaked: integer(),
    unsure: integer(),
    // parts per million: a log has no fractions
    leakedPpm: optional(integer()),
    upperPpm: integer(),
    seed: integer(),
  },
  // A person asked something about their data. Who it was stands nowhere here, not even keyed.
  'subject.request': {
    request: oneOf(['find', 'export', 'correct', 'block', 'unblock', 'destroy']),
    dataset: name,
    received: moment,
    // the last day on which it is in time by the calendar of working days
    due: optional(day),
    calendarSha256: optional(digest),
    // of the inputs, and releases of this log, that hold the person
    records: integer(),
    releases: integer(),
    // of what is kept of requests from here on, encrypted, beside the log; absent: nothing changed
    stateSha256: optional(digest),
  },
  // the rows of a person who is destroyed lose their reference in the decisions of a release
  'subject.erase': { release: ulidField, part: integer(), rows: integer(1), decisionsSha256: digest },
  export: { first: integer(), last: integer() },
} as const satisfies Record<string, Shape>

export type EntryType = keyof typeof ENTRY_SHAPES

const ENVELOPE = {
  v: { schema: { const: 1 } } as { readonly schema: Schema; readonly value?: 1 },
  log: origin,
  seq: integer(),
  time: instant,
  run: ulidField,
  actor: oneOf(ACTORS),
}

export type EntryBody<T extends EntryType> = ValuesOf<(typeof ENTRY_SHAPES)[T]>

/** A line of the log, read. `seq` is its index as a leaf; `run` is the command that wrote it. */
export type Entry = { [T in EntryType]: ValuesOf<typeof ENVELOPE> & { type: T } & EntryBody<T> }[EntryType]

/** The entries that only the log's writer makes. */
type OwnType = 'log.open' | 'log.recovered' | 'key.rotate'

/** What a command gives to be appended; the writer adds `v`, `log`, `seq`, `time` and, where absent, `run` and `actor`. */
export type NewEntry = {
  [T in Exclude<EntryType, OwnType>]: { type: T; actor?: Actor; run?: string } & EntryBody<T>
}[Exclude<EntryType, OwnType>]

export function isEntryType(type: unknown): type is EntryType {
  return typeof type === 'string' && Object.hasOwn(ENTRY_SHAPES, type)
}

/** The closed JSON Schema (draft 2020-12 and 7 alike) of a whole entry of one type. */
export function entrySchema(type: EntryType): Schema {
  return object({ ...ENVELOPE, type: { schema: { const: type } }, ...ENTRY_SHAPES[type] }).schema
}
