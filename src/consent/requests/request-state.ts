import { parsePath } from '../../record/path.ts'

/**
 * What holds about people because they asked for it: whose records are blocked or destroyed, and what of theirs is
 * corrected. The one place where a value of a person is kept; it is encrypted, lies outside the log and can be erased.
 */
export interface RequestState {
  blocked: Mark[]
  destroyed: Mark[]
  corrections: Correction[]
  /** by what the people who asked are known, by every policy that a request went by; absent: an older perde kept it */
  knownBy?: KnownBy[]
}

/** By what field of a source people are known. */
export interface KnownBy {
  source: string
  field: string
  /** type of the identifier; absent: it has none */
  entity?: string
}

/** A person who is left out. */
export interface Mark {
  /** the person's keyed reference, base64url of its 16 bytes */
  ref: string
  /** index of the log's entry of the request: releases before it may hold the person */
  entry: number
}

/** A field of a person's records is wrong: this stands there instead, from the next release on. */
export interface Correction {
  ref: string
  source: string
  /** path without *, ** and [] */
  field: string
  /** only cells that hold this text; absent: whatever they hold */
  was?: string
  /** the written form of the value; null: it is unknown */
  value: string | null
}

export const NOTHING_ASKED: RequestState = { blocked: [], destroyed: [], corrections: [] }

/** Most corrections that are kept: each is looked for in every record, and all of them are in memory. */
export const MOST_CORRECTIONS = 100_000

/** What a request does to it, where it does anything. `entry`: index of the request in the log. */
export function blocked(state: RequestState, ref: string, entry: number): RequestState | undefined {
  if (has(state.blocked, ref) || has(state.destroyed, ref)) return undefined
  return { ...state, blocked: [...state.blocked, { ref, entry }] }
}

export function unblocked(state: RequestState, ref: string): RequestState | undefined {
  if (!has(state.blocked, ref)) return undefined
  return { ...state, blocked: without(state.blocked, ref) }
}

/** Corrections of the person go too: they hold values. */
export function destroyed(state: RequestState, ref: string, entry: number): RequestState | undefined {
  if (has(state.destroyed, ref)) return undefined
  return {
    ...state,
    blocked: without(state.blocked, ref),
    destroyed: [...state.destroyed, { ref, entry }],
    corrections: without(state.corrections, ref),
  }
}

/** Of two corrections of the same cells the later one holds. */
export function corrected(
  state: RequestState,
  given: readonly Correction[],
): { state: RequestState; replaced: number } {
  const same = (a: Correction, b: Correction) =>
    a.ref === b.ref && a.source === b.source && a.field === b.field && a.was === b.was
  const kept = state.corrections.filter((old) => !given.some((own) => same(own, old)))
  const replaced = state.corrections.length - kept.length
  return { state: { ...state, corrections: [...kept, ...given] }, replaced }
}

/** The same state, that people are known by these fields too; the very state where it says so. */
export function knownToo(state: RequestState, fields: readonly KnownBy[]): RequestState {
  const { knownBy = [] } = state
  const more = fields.filter((field) => !knownBy.some((known) => isSameField(known, field)))
  return more.length === 0 ? state : { ...state, knownBy: [...knownBy, ...more] }
}

export function isSameField(a: KnownBy, b: KnownBy): boolean {
  return a.source === b.source && a.field === b.field && a.entity === b.entity
}

export function isHeld({ blocked, destroyed, corrections }: RequestState): boolean {
  return blocked.length + destroyed.length + corrections.length > 0
}

export function has(marks: readonly Mark[], ref: string): boolean {
  return marks.some((mark) => mark.ref === ref)
}

function without<T extends { ref: string }>(list: readonly T[], ref: string): T[] {
  return list.filter((one) => one.ref !== ref)
}

/** Sorted, so that the order in which people asked is not told by it. */
export function stateBytes({ blocked, destroyed, corrections, knownBy }: RequestState): Buffer {
  const byRef = (a: { ref: string }, b: { ref: string }) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0)
  const marks = (list: Mark[]) => list.map(({ ref, entry }) => ({ ref, entry })).sort(byRef)
  return Buffer.from(
    JSON.stringify({
      v: 1,
      blocked: marks(blocked),
      destroyed: marks(destroyed),
      corrections: corrections
        .map(({ ref, source, field, was, value }) => ({ ref, source, field, ...(was !== undefined && { was }), value }))
        .sort(byRef),
      ...(knownBy && {
        knownBy: knownBy.map(({ source, field, entity }) => ({
          source,
          field,
          ...(entity !== undefined && { entity }),
        })),
      }),
    }),
  )
}

/** Undefined where the bytes are no such state. */
export function readState(bytes: Uint8Array): RequestState | undefined {
  let value: Record<string, unknown>
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
  if (!isObject(value, ['v', 'blocked', 'destroyed', 'corrections', 'knownBy']) || value['v'] !== 1) return undefined
  const { blocked, destroyed, corrections, knownBy } = value
  if (!isListOf(blocked, isMark) || !isListOf(destroyed, isMark) || !isListOf(corrections, isCorrection))
    return undefined
  if (knownBy !== undefined && !isListOf(knownBy, isKnownBy)) return undefined
  return { blocked, destroyed, corrections, ...(knownBy && { knownBy }) }
}

function isListOf<T>(value: unknown, is: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(is)
}

function isMark(value: unknown): value is Mark {
  return isObject(value, ['ref', 'entry']) && isRef(value['ref']) && Number.isSafeInteger(value['entry'])
}

function isKnownBy(value: unknown): value is KnownBy {
  return (
    isObject(value, ['source', 'field', 'entity']) &&
    typeof value['source'] === 'string' &&
    typeof value['field'] === 'string' &&
    (value['entity'] === undefined || typeof value['entity'] === 'string')
  )
}

function isCorrection(value: unknown): value is Correction {
  return (
    isObject(value, ['ref', 'source', 'field', 'was', 'value']) &&
    isRef(value['ref']) &&
    typeof value['source'] === 'string' &&
    typeof value['field'] === 'string' &&
    isPlainPath(value['field']) &&
    (value['was'] === undefined || typeof value['was'] === 'string') &&
    (value['value'] === null || typeof value['value'] === 'string')
  )
}

/** One value a record: a path without patterns and lists. */
export function isPlainPath(path: string): boolean {
  try {
    return parsePath(path).every(({ kind }) => kind !== 'any' && kind !== 'deep' && kind !== 'each')
  } catch {
    return false
  }
}

function isRef(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{22}$/.test(value)
}

function isObject(value: unknown, named: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.keys(value).every((name) => named.includes(name))
}
