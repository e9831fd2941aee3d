import { TOP } from '../hierarchy.ts'
import { rowsWhere, type AddFault } from './finding.ts'

type Rows = readonly (readonly string[])[]

/** Each level puts whole parts of the one below together, and every value stands at one level. */
export function lintLevels(rows: Rows, width: number, add: AddFault): void {
  const circle = rowsOfCircles(rows)
  add('CIRCLE', 'a value stands above itself: following the levels upwards one comes back to it', {
    rows: circle,
    hint: 'are the columns of these rows in the order leaf;coarser;…?',
  })
  let below = new Set<string>()
  const seen = new Map<string, number>()
  for (let level = 0; level < width; level++) {
    const values = new Set(rows.map((row) => row[level]!))
    add('NORMAL_FORMS', 'the value differs from another one only in its Unicode form, in capitals or in spaces', {
      rows: twins(rows, level),
      level,
      hint: 'write it in one way: they are taken for two',
    })
    if (level === width - 1 && values.size > 1)
      add('NO_TOP', 'the last level has several values, so a level "*" is put on top', { level })
    if (level > 0) lintCoarser(rows, level, below.size, values.size, add)
    if (level > 0 && circle.length === 0) lintLeafAbove(rows, level, seen, add)
    for (const value of values) if (!seen.has(value)) seen.set(value, level)
    below = values
  }
  if (width === 2 && rows.length > 20)
    add('SINGLE_STEP', 'there is nothing between the leaves and the top: one step loses everything')
}

function lintCoarser(rows: Rows, level: number, sizeBelow: number, size: number, add: AddFault): void {
  const above = new Map<string, string>()
  const parted = rowsWhere(rows, (row) => {
    const known = above.get(row[level - 1]!)
    if (known === undefined) above.set(row[level - 1]!, row[level]!)
    return known !== undefined && known !== row[level]
  })
  add('NOT_COARSER', 'values that were one at the level below part again here (a value with two parents)', {
    rows: parted,
    level,
    hint: 'rows with the same value at a level need the same value at the next one',
  })
  if (parted.length > 0) return
  if (sizeBelow === size && size > 1) add('SAME_LEVEL', 'the level makes no fewer values than the one below', { level })
  if (level > 1 && sizeBelow === 1) add('SAME_LEVEL', 'the level below holds a single value already', { level })
}

/** A value that stands above itself in its own row is a short branch; elsewhere it is in a wrong column. */
function lintLeafAbove(rows: Rows, level: number, seen: ReadonlyMap<string, number>, add: AddFault): void {
  const repeated = new Set(rows.filter((row) => row.slice(0, level).includes(row[level]!)).map((row) => row[level]!))
  add('LEAF_ABOVE', 'the value stands at a lower level for other leaves: is it in the wrong column?', {
    rows: rowsWhere(rows, (row) => row[level] !== TOP && seen.has(row[level]!) && !repeated.has(row[level]!)),
    level,
  })
}

/** Rows with the later spelling of a value of the level. */
function twins(rows: Rows, level: number): number[] {
  const spelt = new Map<string, string>()
  const known = new Map<string, boolean>()
  const isTwin = (value: string): boolean => {
    const form = value.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
    const other = spelt.get(form)
    if (other === undefined) spelt.set(form, value)
    return other !== undefined && other !== value
  }
  return rowsWhere(rows, (row) => {
    let twin = known.get(row[level]!)
    if (twin === undefined) known.set(row[level]!, (twin = isTwin(row[level]!)))
    return twin
  })
}

/** Rows one of whose steps is on a circle of steps from a value to the next one above it. */
function rowsOfCircles(rows: Rows): number[] {
  // Nothing leads to a leaf that stands nowhere above one, so it is on no circle: most are such.
  const uppers = new Set(rows.flatMap((row) => row.slice(1)))
  const above = new Map<string, Set<string>>()
  for (const row of rows)
    for (let level = 1; level < row.length; level++) {
      const [from, to] = [row[level - 1]!, row[level]!]
      if (from === to || to === TOP || !uppers.has(from)) continue
      const known = above.get(from)
      if (known) known.add(to)
      else above.set(from, new Set([to]))
    }
  const part = components(above)
  const inCircle = (from: string, to: string) =>
    from !== to && to !== TOP && part.has(from) && part.get(from) === part.get(to)
  return rowsWhere(rows, (row) => row.some((value, level) => level > 0 && inCircle(row[level - 1]!, value)))
}

/**
 * Number of the strongly connected component of each value: two on one circle have the same. R. Tarjan, "Depth-first
 * search and linear graph algorithms", SIAM J. Comput. 1(2), 1972, with a stack of its own.
 */
function components(above: ReadonlyMap<string, ReadonlySet<string>>): Map<string, number> {
  const component = new Map<string, number>()
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  for (const start of above.keys()) {
    if (order.has(start)) continue
    const path: { value: string; next: Iterator<string> }[] = []
    const enter = (value: string) => {
      order.set(value, order.size)
      low.set(value, order.get(value)!)
      open.push(value)
      path.push({ value, next: (above.get(value) ?? new Set<string>()).values() })
    }
    enter(start)
    while (path.length > 0) {
      const { value, next } = path.at(-1)!
      const step = next.next()
      if (step.done !== true) {
        if (!order.has(step.value)) enter(step.value)
        else if (!component.has(step.value)) low.set(value, Math.min(low.get(value)!, order.get(step.value)!))
        continue
      }
      path.pop()
      const parent = path.at(-1)?.value
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(value)!))
      if (low.get(value) !== order.get(value)) continue
      for (let member = open.pop()!; ; member = open.pop()!) {
        component.set(member, order.get(value)!)
        if (member === value) break
      }
    }
  }
  return component
}
