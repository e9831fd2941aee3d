import type { Entry } from './entry-schemas.ts'

const ENVELOPE = new Set(['v', 'log', 'seq', 'time', 'run', 'type', 'actor'])

/** The facts of an entry in one line: its own fields, short digests. */
export function entryFacts(entry: Entry): string {
  return Object.entries(entry)
    .filter(([name]) => !ENVELOPE.has(name))
    .map(([name, value]) => `${name}=${short(value)}`)
    .join(' ')
}

function short(value: unknown): string {
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 8) : value
  if (Array.isArray(value)) return value.every((v) => typeof v === 'string') ? value.join(',') : `[${value.length}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([k, v]) => `${k}:${short(v)}`)
      .join(' ')}}`
  return String(value)
}
