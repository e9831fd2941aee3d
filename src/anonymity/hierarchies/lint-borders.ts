import { rowsWhere, type AddFault } from './finding.ts'

/**
 * `20-24`, `[20, 25[`, `<18`, `65+`: a number outside of the range that its own row puts it into is off by one somewhere,
 * and so are ranges of one level that have a number in common.
 */
export function lintBorders(rows: readonly (readonly string[])[], width: number, add: AddFault): void {
  const leaves = rows.map((row) => range(row[0]!, true))
  for (let level = 1; level < width; level++) {
    const ranges = new Map<string, Range>()
    add('OFF_BY_ONE', 'the leaf lies outside of the range of its row', {
      rows: rowsWhere(rows, (row, i) => {
        const own = ranges.get(row[level]!) ?? range(row[level]!, false)
        if (own) ranges.set(row[level]!, own)
        return own !== undefined && leaves[i] !== undefined && !contains(own, leaves[i]!)
      }),
      level,
      hint: 'the last number of an interval is in it: 15-19 holds 15 to 19, and 20 belongs to 20-24',
    })
    const overlapping = overlaps(ranges)
    add('OVERLAP', 'the range has numbers in common with another one of the level', {
      rows: firstRows(rows, level, overlapping),
      level,
      hint: 'write where one ends and the next begins: 10-19, 20-29, or [10, 20[, [20, 30[',
    })
  }
}

/** Numbers from `from` to `to`, with its ends or without. */
interface Range {
  from: number
  to: number
  openFrom: boolean
  openTo: boolean
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const BETWEEN = new RegExp(String.raw`^([[(\]]?)\s*(${NUMBER})\s*(?:-|–|—|,|;|\.\.\.?|…|to)\s*(${NUMBER})\s*([\])[]?)$`)
const BELOW = new RegExp(String.raw`^(<|<=|≤|≥|>=|>)\s*(${NUMBER})$`)
const FROM = new RegExp(String.raw`^(${NUMBER})\s*\+$`)
const ONE = new RegExp(`^${NUMBER}$`)

/** `single`: a number alone is a range of one number; above the leaves it says nothing of borders. */
function range(text: string, single: boolean): Range | undefined {
  const written = text.trim()
  if (ONE.test(written)) return single ? closed(Number(written), Number(written)) : undefined
  const between = BETWEEN.exec(written)
  if (between) {
    const [, left, from, to, right] = between
    // 15-19 without brackets are whole years: 19.5 is in it.
    const whole = left === '' && !/\./.test(`${from}${to}`)
    return {
      from: Number(from),
      to: Number(to) + (whole ? 1 : 0),
      openFrom: left === '(' || left === ']',
      openTo: whole || right === ')' || right === '[',
    }
  }
  const below = BELOW.exec(written)
  if (below) {
    const border = Number(below[2])
    const open = below[1] === '<' || below[1] === '>'
    return below[1]!.startsWith('<') || below[1] === '≤'
      ? { from: -Infinity, to: border, openFrom: false, openTo: open }
      : { from: border, to: Infinity, openFrom: open, openTo: false }
  }
  const from = FROM.exec(written)
  return from ? closed(Number(from[1]), Infinity) : undefined
}

function closed(from: number, to: number): Range {
  return { from, to, openFrom: false, openTo: false }
}

function contains(outer: Range, inner: Range): boolean {
  const begins = outer.from < inner.from || (outer.from === inner.from && (!outer.openFrom || inner.openFrom))
  const ends = outer.to > inner.to || (outer.to === inner.to && (!outer.openTo || inner.openTo))
  return begins && ends
}

/** Texts of ranges that begin before an earlier one has ended. One border in common is none: 0.5-1.0, 1.0-1.5. */
function overlaps(ranges: ReadonlyMap<string, Range>): Set<string> {
  const found = new Set<string>()
  let end = -Infinity
  for (const [text, { from, to }] of [...ranges].sort(([, a], [, b]) => a.from - b.from || a.to - b.to)) {
    if (from < end) found.add(text)
    end = Math.max(end, to)
  }
  return found
}

/** The first row that holds each of these texts at a level. */
function firstRows(rows: readonly (readonly string[])[], level: number, texts: Set<string>): number[] {
  const left = new Set(texts)
  return rowsWhere(rows, (row) => left.delete(row[level]!))
}
