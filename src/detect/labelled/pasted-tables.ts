/**
 * Tables in running text, pasted from a sheet: a line of labels, and below it cells parted by the same sign. Rows of a
 * journal need no labels: a cell that is all name beside times and numbers.
 */
import type { NameToken } from '../names/tokens.ts'
import { evidenceOf } from '../names/words.ts'
import { Label, labelOf } from './label-words.ts'
import type { Care } from './label-values.ts'

/** A cell in which a name may stand, by its first token. */
export interface NameCell {
  token: number
  kind: Care
}

const SIGNS: readonly RegExp[] = [/\t/g, /;/g, /\|/g, / {3,80}/g]
const MOST_CELLS = 40

interface Cell {
  start: number
  end: number
  /** tokens */
  from: number
  to: number
}

/** A cell in which nobody is named: a label, or one of a column of things. */
export interface ThingCell {
  start: number
  end: number
}

export function cellsOfTables(
  text: string,
  tokens: readonly NameToken[],
): { names: readonly NameCell[]; things: readonly ThingCell[]; heads: readonly ThingCell[] } {
  const found: NameCell[] = []
  const things: ThingCell[] = []
  const heads: ThingCell[] = []
  const at = { token: 0 }
  let head: { sign: number; kinds: readonly Column[]; goods: boolean } | undefined
  for (let start = 0; start <= text.length;) {
    const stop = text.indexOf('\n', start)
    const end = stop < 0 ? text.length : stop
    const sign = end - start > LONGEST ? -1 : signOf(text.slice(start, end))
    if (sign < 0) head = undefined
    else {
      const cells = cellsIn(text, tokens, start, end, SIGNS[sign]!, at)
      const kinds = kindsOf(text, tokens, cells)
      if (kinds) {
        const goods = kinds.every((kind) => kind === 'thing' || kind === 'free')
        head = { sign, kinds, goods }
        heads.push({ start, end })
        if (kinds.every((kind) => kind !== 'free')) things.push(...cells)
      } else {
        if (head?.sign !== sign) head = undefined
        cells.forEach((cell, i) => {
          const kind = head && cells.length === head.kinds.length ? head.kinds[i] : undefined
          // "Jasmine rice 5 kg" among goods, but a column of things may tell of somebody beside names.
          if (kind === 'thing' && (cell.to - cell.from < 3 || (head!.goods && !isFullName(tokens, cell))))
            things.push(cell)
          else if (kind && kind !== 'thing' && kind !== 'free' && cell.from < cell.to)
            found.push({ token: cell.from, kind })
          else if (!head && sign < 3 && cells.length > 2 && isLoneName(text, tokens, cell))
            found.push({ token: cell.from, kind: 'layout' })
        })
      }
    }
    start = end + 1
  }
  return { names: found, things, heads }
}

/** `free`: the label says nothing. */
type Column = Care | 'thing' | 'free'

const LONGEST = 600

function signOf(line: string): number {
  if (line.includes('\t')) return 0
  if (line.includes(';')) return 1
  if (line.includes('|')) return 2
  return line.trim().includes('   ') ? 3 : -1
}

function cellsIn(
  text: string,
  tokens: readonly NameToken[],
  start: number,
  end: number,
  sign: RegExp,
  at: { token: number },
): Cell[] {
  const cells: Cell[] = []
  const add = (from: number, to: number): void => {
    while (at.token < tokens.length && tokens[at.token]!.start < from) at.token++
    const first = at.token
    while (at.token < tokens.length && tokens[at.token]!.end <= to) at.token++
    cells.push({ start: from, end: to, from: first, to: at.token })
  }
  // The border of a table drawn with strokes is no cell.
  let from = text[start] === '|' ? start + 1 : start
  for (const m of text.slice(start, end).matchAll(sign)) {
    if (start + m.index < from) continue
    if (cells.length === MOST_CELLS) return cells
    add(from, start + m.index)
    from = start + m.index + m[0].length
  }
  if (from < end || text[end - 1] !== '|') add(from, end)
  return cells
}

/** What the columns hold, if the cells are labels; undefined where they are not. */
function kindsOf(text: string, tokens: readonly NameToken[], cells: readonly Cell[]): readonly Column[] | undefined {
  if (cells.length < 2) return undefined
  let labelled = 0
  let persons = 0
  for (const { start, end, from, to } of cells)
    if (to - from > 5 || /[\d:]/.test(text.slice(start, end)) || tokens.slice(from, to).some(isGiven)) return undefined
  const kinds = cells.map(({ from, to }): Column => {
    let bits = 0
    for (let i = from; i < to; i++) bits |= labelOf(tokens[i]!.word)
    if (bits & SAYS) labelled++
    if (bits & Label.surely) persons++
    if (bits & Label.surely) return 'name'
    if (bits & Label.thing) return 'thing'
    if (bits & (Label.name | Label.person)) persons++
    return bits & Label.name ? 'name' : bits & Label.person ? 'person' : 'free'
  })
  const filled = cells.filter(({ from, to }) => from < to).length
  const isHead =
    persons > 0
      ? labelled > 1 || cells.length > 2
      : labelled > 1 && (labelled === filled || (labelled > 2 && labelled === filled - 1))
  return isHead ? kinds : undefined
}

/** "сын Елисей": somebody, and no label. */
function isGiven({ word, shape }: NameToken): boolean {
  return shape === 'capital' && labelOf(word) === 0 && evidenceOf(word).given >= 1
}

const SAYS = Label.surely | Label.name | Label.person | Label.thing

/** With an initial or a father's name. */
function isFullName(tokens: readonly NameToken[], { from, to }: Cell): boolean {
  return tokens.slice(from, to).some(({ word, shape }) => shape === 'initial' || evidenceOf(word).patronymic >= 0.7)
}

/** Two to four capitals and nothing else. */
function isLoneName(text: string, tokens: readonly NameToken[], { start, end, from, to }: Cell): boolean {
  if (to - from < 2 || to - from > 4) return false
  const rest = text.slice(start, tokens[from]!.start) + text.slice(tokens[to - 1]!.end, end)
  return /^[ .]*$/.test(rest) && tokens.slice(from, to).every((t) => t.shape !== 'lower')
}
