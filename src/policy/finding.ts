import type { DocumentPath } from '../schema/document-path.ts'
import type { Finding } from './policy.ts'

/** Every code a check of a policy can give, with its severity. */
export const FINDINGS = {
  POLICY_TOO_LARGE: 'error',
  POLICY_YAML: 'error',
  POLICY_YAML_TAG: 'error',
  POLICY_YAML_MERGE_KEY: 'error',
  POLICY_YAML_ALIAS: 'error',
  POLICY_YAML_VALUE: 'error',
  POLICY_DUPLICATE_KEY: 'error',
  POLICY_UNKNOWN_KEY: 'error',
  POLICY_MISSING_KEY: 'error',
  POLICY_TYPE: 'error',
  POLICY_CHOICE: 'error',
  POLICY_VALUE: 'error',
  POLICY_DATE: 'error',
  POLICY_KEY_LITERAL: 'error',
  POLICY_UNKNOWN_TRANSFORM: 'error',
  POLICY_PLAIN_HASH: 'error',
  POLICY_TRANSFORM_OPTIONS: 'error',
  POLICY_RECIPE: 'error',
  POLICY_STEPS: 'error',
  POLICY_UNKNOWN_TERM: 'error',
  POLICY_UNKNOWN_SOURCE: 'error',
  POLICY_SOURCE_OPTION: 'error',
  POLICY_UNKNOWN_ENTITY: 'error',
  POLICY_UNKNOWN_KEY_NAME: 'error',
  POLICY_PATH: 'error',
  POLICY_PATH_CSV: 'warning',
  POLICY_TIE: 'error',
  POLICY_DO_MISSING: 'error',
  POLICY_IDENTIFIER_KEPT: 'warning',
  POLICY_BIOMETRIC_BASIS: 'error',
  POLICY_CONDITION: 'error',
  POLICY_ELSE_MISSING: 'error',
  POLICY_ELSE_WITHOUT_WHEN: 'error',
  POLICY_NULLS: 'error',
  POLICY_OFFSET: 'error',
  POLICY_OFFSET_KEPT: 'warning',
  POLICY_OFFSET_NAME: 'warning',
  POLICY_SUBJECT_MISSING: 'error',
  POLICY_LEDGER_WITHOUT_SUBJECT: 'warning',
  POLICY_CONSENT_MISSING: 'error',
  POLICY_CONSENT_UNMAPPED: 'error',
  POLICY_CONSENT_AXIS: 'warning',
  POLICY_LABEL: 'error',
  POLICY_ANONYMITY: 'error',
  POLICY_ORDER: 'warning',
  POLICY_SOURCE_LEFT_OUT: 'warning',
  POLICY_TEXT_BESIDE_CLASSES: 'warning',
  POLICY_DOMAIN_TYPES: 'warning',
  POLICY_BIN: 'error',
  POLICY_CONDITION_LIST: 'error',
  POLICY_EPHEMERAL_CONSENT: 'warning',
  POLICY_DATE_PAST: 'warning',
  POLICY_NOT_STATED: 'warning',
} as const satisfies Record<string, Finding['severity']>

export type FindingCode = keyof typeof FINDINGS

/** Where a thing stands in a policy file, from 1. */
export interface Place {
  line: number
  column: number
}

/** Finds places; a path that is not in the document has the place of what it would stand in. */
export interface Places {
  value(path: DocumentPath): Place
  key(path: DocumentPath): Place
  /** of a character inside a one-line text; else of the text */
  inside(path: DocumentPath, offset: number): Place
}

export interface FindingOptions {
  hint?: string | undefined
  /** point at the key instead of the value, at a character inside of the text, or at the key at another path */
  at?: 'key' | number | DocumentPath
}

/** Collects findings; each has its place. */
export interface Report {
  readonly findings: readonly Finding[]
  add(code: FindingCode, path: DocumentPath, message: string, options?: FindingOptions): void
}

export function createReport(file: string | undefined, places: Places): Report {
  const findings: Finding[] = []
  return {
    findings,
    add(code, path, message, { hint, at } = {}) {
      const place =
        at === undefined
          ? places.value(path)
          : typeof at === 'number'
            ? places.inside(path, at)
            : places.key(at === 'key' ? path : at)
      findings.push(findingAt(code, message, { file, hint, place, path }))
    },
  }
}

/** A finding at a known place. */
export function findingAt(
  code: FindingCode,
  message: string,
  {
    file,
    hint,
    place,
    path,
  }: { file: string | undefined; hint?: string | undefined; place: Place; path: DocumentPath },
): Finding {
  const shown = displayPath(path)
  return {
    severity: FINDINGS[code],
    code,
    message,
    ...(hint !== undefined && { hint }),
    where: { ...(file !== undefined && { file }), ...place, ...(shown !== '' && { path: shown }) },
  }
}

/** Findings in the order of the file; those of one place in the order they were found. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const line = (f: Finding) => f.where.line ?? 0
  const column = (f: Finding) => f.where.column ?? 0
  return [...findings].sort((a, b) => line(a) - line(b) || column(a) - column(b))
}

/** A word of the policy inside a message: short, on one line, and never what may be a key. */
export function quoted(text: string): string {
  if (/^(?:[0-9a-fA-F]{32,}|[A-Za-z0-9+/_-]{40,}={0,2})$/.test(text)) return 'a long word (not shown)'
  const shown = (text.length > 60 ? `${text.slice(0, 59)}…` : text).replace(/\p{Surrogate}/gu, '\ufffd')
  return /^[^'\p{Cc}\\]*"[^'\p{Cc}\\]*$/u.test(shown) ? `'${shown}'` : JSON.stringify(shown)
}

export function didYouMean(word: string | undefined): string | undefined {
  return word === undefined ? undefined : `did you mean ${quoted(word)}?`
}

/** `patients.iin` for what stands in a rule, else `dataset.sources`, `purpose.rules[0]`. */
function displayPath(path: DocumentPath): string {
  const [first, source, field] = path
  if (first === 'fields' && typeof source === 'string' && typeof field === 'string') return clip(`${source}.${field}`)
  return clip(path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join(''))
}

function clip(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Surrogate}]/gu, '\ufffd')
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}
