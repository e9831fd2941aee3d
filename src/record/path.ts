/**
 * Field paths: one grammar for CSV columns, JSON, XML and, later, Parquet.
 * `a.b` names, `a[].b` every element, `*` one key, `**` any depth (arrays included), `"a.b"` a quoted name; for XML `@attr`,
 * and `#text`, `#comment` and `#pi` for what stands between elements. An unquoted name is anything but `. [ ] " * @ #`.
 */

export type Segment =
  | { kind: 'name'; name: string }
  | { kind: 'each' }
  | { kind: 'any' }
  | { kind: 'deep' }
  | { kind: 'attribute'; name: string }
  | { kind: Part }

/** What stands in an XML element beside other elements: text, a comment, a processing instruction. */
export type Part = 'text' | 'comment' | 'pi'

const PARTS: readonly Part[] = ['text', 'comment', 'pi']

/** A path that does not follow the grammar; `position` counts characters from 0. */
export class PathSyntaxError extends Error {
  readonly position: number
  constructor(message: string, position: number) {
    super(message)
    this.name = 'PathSyntaxError'
    this.position = position
  }
}

/** Parses a path of a policy. Throws PathSyntaxError. */
export function parsePath(text: string): Segment[] {
  const segments: Segment[] = []
  let at = 0
  if (text === '') throw new PathSyntaxError('a path is empty', 0)
  while (at < text.length) {
    if (text.startsWith('[]', at)) {
      segments.push({ kind: 'each' })
      at += 2
    } else {
      if (segments.length > 0) {
        if (text[at] !== '.') throw new PathSyntaxError('expected "." or "[]"', at)
        at++
      }
      at = parseOne(text, at, segments)
    }
  }
  return segments
}

function parseOne(text: string, at: number, into: Segment[]): number {
  const c = text[at]
  if (c === undefined) throw new PathSyntaxError('a path may not end with "."', at)
  if (c === '"') {
    const { name, end } = quotedName(text, at)
    into.push({ kind: 'name', name })
    return end
  }
  if (c === '*') {
    const deep = text[at + 1] === '*'
    into.push({ kind: deep ? 'deep' : 'any' })
    return at + (deep ? 2 : 1)
  }
  if (c === '@' || c === '#') {
    const { name, end } = text[at + 1] === '"' ? quotedName(text, at + 1) : plainName(text, at + 1)
    if (c === '@') into.push({ kind: 'attribute', name })
    else {
      const part = PARTS.find((known) => known === name)
      if (!part) throw new PathSyntaxError('only "#text", "#comment" and "#pi" begin with "#"', at)
      into.push({ kind: part })
    }
    return end
  }
  const { name, end } = plainName(text, at)
  into.push({ kind: 'name', name })
  return end
}

function plainName(text: string, from: number): { name: string; end: number } {
  let end = from
  while (end < text.length && !'.[]"*@#'.includes(text[end]!)) end++
  if (end === from) throw new PathSyntaxError('expected a field name; quote a name that holds . [ ] " * @ or #', from)
  return { name: text.slice(from, end), end }
}

function quotedName(text: string, from: number): { name: string; end: number } {
  let name = ''
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '"') {
      if (text[i + 1] !== '"') return { name, end: i + 1 }
      i++
    }
    name += text[i]
  }
  throw new PathSyntaxError('a quoted name is not closed', from)
}

/** The canonical spelling of a name: quoted only where the grammar asks for it. */
export function formatName(name: string): string {
  return name !== '' && !/[.[\]"*@#]/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** Segments → canonical text; parsePath(formatPath(s)) equals s. */
export function formatPath(segments: readonly Segment[]): string {
  let text = ''
  for (const s of segments) {
    if (s.kind === 'each') text += '[]'
    else {
      if (text !== '') text += '.'
      if (s.kind === 'name') text += formatName(s.name)
      else if (s.kind === 'any') text += '*'
      else if (s.kind === 'deep') text += '**'
      else if (s.kind === 'attribute') text += `@${formatName(s.name)}`
      else text += `#${s.kind}`
    }
  }
  return text
}

/** Has a wildcard, so that it may name several fields. */
export function isPattern(segments: readonly Segment[]): boolean {
  return segments.some((s) => s.kind === 'any' || s.kind === 'deep')
}

/**
 * Which of two paths that match the same field is more exact: negative = `a`, positive = `b`, 0 = a tie.
 * Literal beats `*` beats `**`; among equals the one that spells out more of the path.
 */
export function comparePrecision(a: readonly Segment[], b: readonly Segment[]): number {
  const count = (s: readonly Segment[], kind: Segment['kind']) => s.filter((x) => x.kind === kind).length
  return count(a, 'deep') - count(b, 'deep') || count(a, 'any') - count(b, 'any') || literals(b) - literals(a)
}

function literals(segments: readonly Segment[]): number {
  return segments.filter((s) => s.kind !== 'any' && s.kind !== 'deep').length
}

/** One step down a record: a key, into an array, to an attribute or to what stands beside elements. */
export type Step = Exclude<Segment, { kind: 'any' } | { kind: 'deep' }>

/** Does the pattern match this concrete path (no `*` and `**`)? */
export function matchesPath(pattern: readonly Segment[], concrete: readonly Step[]): boolean {
  let states = closure(pattern, new Set([0]))
  for (const step of concrete) states = advance(pattern, states, step)
  return states.has(pattern.length)
}

/** The positions in a pattern that can be reached by one more step; the empty set: nothing below can match. */
export function advance(pattern: readonly Segment[], states: ReadonlySet<number>, step: Step): Set<number> {
  const next = new Set<number>()
  for (const at of states) {
    const s = pattern[at]
    if (!s) continue
    if (s.kind === 'deep') next.add(at)
    else if (s.kind === 'any' ? step.kind === 'name' : isStep(s, step)) next.add(at + 1)
  }
  return closure(pattern, next)
}

function isStep(segment: Step, step: Step): boolean {
  if (segment.kind !== step.kind) return false
  return !('name' in segment) || segment.name === (step as { name: string }).name
}

/** `**` may stand for nothing, so its position includes the one behind it. */
export function closure(pattern: readonly Segment[], states: Set<number>): Set<number> {
  for (const at of states) if (pattern[at]?.kind === 'deep') states.add(at + 1)
  return states
}
