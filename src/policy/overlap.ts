import type { Segment } from '../record/path.ts'

/** Is there a field that both patterns match? Time and space: the product of their lengths. */
export function overlaps(a: readonly Segment[], b: readonly Segment[]): boolean {
  const known = new Map<number, boolean>()
  const from = (i: number, j: number): boolean => {
    const at = i * (b.length + 1) + j
    let answer = known.get(at)
    if (answer === undefined) known.set(at, (answer = step(i, j)))
    return answer
  }
  const step = (i: number, j: number): boolean => {
    const x = a[i]
    const y = b[j]
    if (x?.kind === 'deep') return from(i + 1, j) || (y !== undefined && from(i, j + 1))
    if (y?.kind === 'deep') return from(i, j + 1) || (x !== undefined && from(i + 1, j))
    if (!x || !y) return !x && !y
    return meet(x, y) && from(i + 1, j + 1)
  }
  return from(0, 0)
}

function meet(x: Segment, y: Segment): boolean {
  if (x.kind === 'any') return y.kind === 'any' || y.kind === 'name'
  if (y.kind === 'any') return x.kind === 'name'
  if (x.kind !== y.kind) return false
  return !('name' in x) || x.name === (y as { name: string }).name
}

/** The one field that both match, where there can be no other; undefined otherwise. */
export function onlyMeeting(a: readonly Segment[], b: readonly Segment[]): Segment[] | undefined {
  if (a.length !== b.length) return undefined
  const met = a.map((segment, i) => (segment.kind === 'any' ? b[i]! : segment))
  return met.some(({ kind }) => kind === 'any' || kind === 'deep') ||
    !overlaps(a, b) ||
    [...a, ...b].some(({ kind }) => kind === 'deep')
    ? undefined
    : met
}
