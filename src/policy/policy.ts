import type { FormatName, Packing } from '../record/format-facts.ts'
import type { OwnPattern } from '../detect/own-patterns.ts'
import type { Role } from '../detect/recogniser.ts'
import type { DateLevel } from '../transforms/date-levels.ts'

/**
 * A policy after parsing: defaults filled in, short forms expanded, recipes resolved, -ize spelt -ise.
 * Pure data. Relative paths in it are relative to the policy file's folder.
 */
export interface Policy {
  perde: 1
  dataset: {
    id: string
    title?: string
    sources: Record<string, SourceSpec>
    /** source → path of the field that says whom the record is about */
    subject: Record<string, string>
    maker?: { name: string; bin?: string }
    passport?: Passport
    provenance?: Provenance
  }
  purpose: Purpose
  system?: {
    risk?: 'minimal' | 'medium' | 'high'
    autonomy?: 'low' | 'medium' | 'high'
    reviewed?: string
    capabilities?: string[]
  }
  consent?: ConsentSpec
  keys: Record<string, KeySource>
  detect: DetectSpec
  /** quarantine: left out of the release, and named at the end with the rules they need */
  unlisted: 'fail' | 'drop' | 'detect' | 'keep' | 'quarantine'
  /** source → field path → its types now, or `gone`: changes since earlier releases that somebody has looked at */
  drift: Record<string, Record<string, string>>
  /** source name or "*" → field path → rule, in the order of the file */
  fields: Record<string, Record<string, Rule>>
  anonymity?: AnonymitySpec
  output: {
    path?: string
    label: 'auto' | 'pseudonymised' | 'masked' | 'k-anonymous'
    licence?: string
    access?: string
    'storage-country'?: string
    /** why personal data may be kept outside the country whose law holds */
    'cross-border'?: { ground: 'protecting-state' | 'treaty' | 'law'; reference: string }
    'retain-until'?: string
    formula: 'keep' | 'neutralise'
    /** of the records of each file; the order may tell who is who */
    order: 'keep' | 'shuffle'
    /** of the records; same: as they are read */
    format: 'same' | FormatName
    /** values inside of values, where the format has no place for them: an error, or a text of JSON */
    nested: 'fail' | 'json'
    /** source → path of a column that comes as text → its type, where it is written as a format with types */
    types?: Record<string, Record<string, string>>
    /** of the files, or of the pages of formats that pack those; same: as the name of each input says, or the format by itself */
    compression: 'same' | 'none' | Packing
    /** the data files are encrypted, and opened by `perde use` alone */
    seal: boolean
    /** bytes of text in a file, before it is packed; undefined: the records of an input are one file */
    'file-size'?: number
  }
  /** `begins`: SHA-256 of the first line of the log, in hex */
  audit: { log?: string; key?: KeySource; origin?: string; begins?: string }
  /** who has to answer for the policy before what it releases is used */
  approval?: ApprovalSpec
}

export const CHARSETS = ['utf-8', 'utf-16', 'utf-16le', 'utf-16be', 'windows-1251', 'kz-1048'] as const
export type Charset = (typeof CHARSETS)[number]

export function isCharset(name: string): name is Charset {
  return (CHARSETS as readonly string[]).includes(name)
}

export interface SourceSpec {
  path: string
  format?: FormatName
  /** where the records of a document are: a JSON Pointer, or the names of XML elements from the root to theirs */
  record?: string
  /** what stands in a document outside its records: checked, or not written */
  around?: 'check' | 'drop'
  /** how its text is written; default: UTF-8, or UTF-16 where a byte order mark says so */
  encoding?: Charset
  delimiter?: string
  quote?: string
  escape?: string
  comment?: string
  null?: string
  header?: boolean
  ragged?: 'fail' | 'quarantine'
  /** may its files have other columns than the first of them? */
  columns?: 'same' | 'differ'
  /** cells that hold documents: path → what they are written in */
  documents?: Record<string, 'json' | 'xml'>
  /** a record with a document in a cell that is not well formed: a fault, or set aside */
  broken?: 'fail' | 'quarantine'
}

/** What the passport of a data set says beside its tables and columns, which a release knows by itself. */
export interface Passport {
  /** the information system that the data come from */
  system?: string
  /** of that system: republican, regional, … */
  level?: string
  'access-level'?: string
  'update-period'?: string
}

export interface Provenance {
  controller: string
  origin?: string
  collected?: string
  rights?: string
  jurisdiction?: string[]
  contact?: string
  method?: 'targeted' | 'own-records' | 'licensed' | 'published-with-source' | 'untargeted' | 'leaked' | 'unknown'
  'source-uris'?: string[]
  /** what the sources say about training: the statement itself, or a file that carries it */
  signals?: (string | SignalFile)[]
  /** a signal that does not speak about training: default deny */
  'unknown-signals'?: 'deny' | 'allow'
}

export const SIGNAL_KINDS = ['robots', 'ai-txt', 'tdmrep', 'headers', 'html', 'assertions'] as const
export type SignalKind = (typeof SIGNAL_KINDS)[number]

/** A file that a site or a work carries, as it was when the data was collected. */
export interface SignalFile {
  file: string
  /** undefined: by the name of the file */
  kind?: SignalKind
  /** which part of the site was collected, as a path of it; undefined: any of it */
  at?: string
}

export interface Purpose {
  id: string
  processing: string
  text?: string
  basis: string
  justification?: string
  rules: RuleSetName[]
  reference?: string
  until?: string
  recipients?: string[]
  /** what the author of the policy states, and no program can know */
  statements?: Statement[]
}

export const STATEMENTS = ['no-actual-knowledge'] as const
export type Statement = (typeof STATEMENTS)[number]

export const RULE_SET_NAMES = ['kz-ai', 'kz-personal-data', 'kz-ai-platform', 'gdpr', 'hipaa-safe-harbor'] as const
export type RuleSetName = (typeof RULE_SET_NAMES)[number]

/** A plain table of consents: its file or its address, and the names of its columns. */
export interface RegisterSpec {
  path: string
  subject: string
  purpose?: string
  processing?: string
  status?: string
  categories?: string
  from?: string
  until?: string
  at?: string
  controller?: string
}

/** Where consents are looked up: in a plain register, or in a consent ledger, a folder or a file `.jsonl`. */
export type ConsentPlace = { register: RegisterSpec; ledger?: never } | { ledger: string; register?: never }

export type ConsentSpec = ConsentPlace & {
  subsume: boolean
  otherwise: 'drop-record' | 'fail'
  /** what becomes of a release when somebody in it has no consent any more */
  'on-withdrawal': OnWithdrawal
}

/** Signatures over the digest of the policy; one of them is enough. */
export interface ApprovalSpec {
  /** verification keys of signed notes: name+key id+base64 */
  keys: string[]
  /** no key that whoever runs the policy has in hand approves it */
  'distinct-from-author': boolean
  /** the longest that an approval may be given for, as ISO 8601 writes it: P90D; absent: as long as who gives it says */
  'valid-for'?: string
}

export const ON_WITHDRAWAL = ['deny', 'filter', 'rebuild'] as const
/**
 * deny: nobody uses it; filter: whoever uses it gets it without them; rebuild: nobody uses it, and what makes it anew
 * without them is kept.
 */
export type OnWithdrawal = (typeof ON_WITHDRAWAL)[number]

export type KeySource = { env: string } | { file: string } | { command: string[] } | { ephemeral: true }

export interface DetectSpec {
  /** entity ids; empty: every entity that is on by default */
  find: string[]
  /** languages of the data: numbers of countries that speak none of them count only beside a word; empty: all count */
  locales: string[]
  /** 0…1, default 0.5 */
  confidence: number
  surprise: 'fail' | 'warn' | 'redact'
  'surprise-scan': 'sample' | 'all'
  /** the policy's own entities, by id */
  patterns: Record<string, OwnPattern>
}

export interface Rule {
  role: Role
  /** entity id: chooses the normaliser and the text of `explain` */
  type?: string
  /** category of personal data, a DPV term: `dpv-pd:Religion` */
  category?: string
  /** the value was not collected but concluded, and from what */
  'inferred-from'?: 'biometrics' | 'data'
  /** the steps in order; [] keeps the value */
  do: Step[]
  /** a condition on the record's original values; where it is false, `else` applies (default: keep) */
  when?: string
  else?: Step[]
  nulls: 'keep' | 'transform' | 'fail'
  empty: 'keep' | 'null' | 'transform' | 'fail'
  'on-error': 'fail' | 'null' | 'drop-record'
  why?: string
  /** the value is an offset into a text of the record and moves with it */
  'offset-in'?: OffsetSpec
}

/** Which text a number counts into, and how. */
export interface OffsetSpec {
  /** field path of the text */
  field: string
  /** an offset inside a replaced stretch goes to its start or its end */
  edge: 'start' | 'end'
  /** what is counted: Python's characters, those of JavaScript and Java, or UTF-8 bytes */
  unit: 'code-point' | 'utf-16' | 'byte'
}

/** One verb with its options, as its `schema` describes them. */
export interface Step {
  verb: string
  options: Record<string, unknown>
}

/** What a check of a policy, a register or a plan has to say; all of them at once. */
export interface Finding {
  severity: 'error' | 'warning'
  code: string
  message: string
  hint?: string
  where: { file?: string; line?: number; column?: number; path?: string }
}

/** What every equivalence class of a release must satisfy, and how it is reached (`anonymity`). */
export interface AnonymitySpec {
  /** undefined: every source that has quasi-identifiers */
  source?: string
  model: 'full-domain' | 'top-down' | 'peeling'
  k: number
  /** by path of a sensitive field */
  l: Record<string, DiversitySpec>
  t: Record<string, ClosenessSpec>
  beta: Record<string, LikenessSpec>
  /** δ of δ-disclosure privacy */
  disclosure: Record<string, number>
  /** of all published records together, as shares 0…1: chance of finding one on average, and how many are alone in their class */
  'risk-at-most'?: { average?: number; unique?: number }
  /** a person's many records count once */
  unit: 'record' | 'subject'
  /** share of the records, 0…1 */
  'suppress-at-most': number
  /** what becomes of suppressed records: they leave, or stay as a class of their own that must hold too */
  suppressed: 'drop' | 'class'
  /** by path of a quasi-identifier */
  hierarchies: Record<string, HierarchySpec>
  /** what a full-domain search minimises */
  utility: 'loss' | 'discernibility' | 'average-class-size'
  /** people of whom the records are a sample: how many there are, or a table of them */
  population?: number | PopulationSpec
  /** people of the population in every class */
  'k-map'?: number
  /** δ-presence: share 0…1 of the people of the population in a class who may be in the records */
  'presence-at-most'?: number
  'if-not-met': 'fail' | 'suppress' | 'report'
  /** file of a plan that was made before and is applied to these data; undefined: they get a plan of their own */
  plan?: string
  /** folder of the ledger of releases; undefined: what was released before is not looked at */
  releases?: string
  /** why no ledger is asked although one knows releases of these data; undefined: then nothing is released */
  'no-ledger'?: string
}

/** A table of a population; its quasi-identifiers have the names of the records' or those of `fields`. */
export interface PopulationSpec extends SourceSpec {
  /** quasi-identifier → field of the table */
  fields: Record<string, string>
}

export type DiversitySpec = { distinct: number } | { entropy: number } | { recursive: { l: number; c: number } }
export type ClosenessSpec = { equal: number } | { ordered: number } | { hierarchical: number }
export type LikenessSpec = { basic: number } | { enhanced: number }

/** A table beside the policy, or how levels are made from the values. */
export type HierarchySpec =
  | { file: string }
  | { intervals: number[]; lower?: number; upper?: number }
  | { dates: DateLevel[] }
  | { prefix: number[] }
  | { round: number[] }
  | { regions: 'kz' | 'world'; names?: 'kk' | 'ru' | 'en' }
