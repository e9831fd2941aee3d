import { columnsOf, visible, visibleText } from './visible.ts'

/** A place in a text where something personal may stand; `sure`: a run would take it out. */
export interface Mark {
  start: number
  end: number
  entity: string
  sure: boolean
}

export interface ShownText {
  field: string
  text: string
  /** in order, none over another */
  marks: readonly Mark[]
}

const BOLD = '\u001b[1m'
const DIM = '\u001b[2m'
const REVERSE = '\u001b[7m'
const UNDERLINED = '\u001b[4m'
const PLAIN = '\u001b[0m'

/** `plain`: marks are brackets, and nothing has a style: what `NO_COLOR` asks for. */
export type Look = 'styled' | 'plain'

/** The texts of a document as lines of a terminal, wrapped between words, with the name of each field above it. */
export function documentLines(texts: readonly ShownText[], columns: number, look: Look = 'styled'): string[] {
  const width = Math.max(8, columns - 1)
  return texts.flatMap(({ field, text, marks }, i) => [
    ...(i > 0 ? [''] : []),
    look === 'plain' ? `${cut(visibleText(field), width - 1)}:` : `${DIM}${cut(visibleText(field), width)}${PLAIN}`,
    ...wrapped(text, marks, width, look),
  ])
}

interface Cell {
  text: string
  columns: number
  style: string
}

/** Marks upon marks take no column; a line of them has an end all the same. */
const MOST_CELLS = 4

/** What stands around a mark that has no style. */
const BRACKETS = { sure: ['[[', ']]'], weak: ['[?', '?]'] } as const

function wrapped(text: string, marks: readonly Mark[], width: number, look: Look): string[] {
  const lines: string[] = []
  let line: Cell[] = []
  let used = 0
  let mark = 0
  const push = (cells: Cell[]) => lines.push(styled(cells))
  for (let at = 0; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at)!)
    while (mark < marks.length && marks[mark]!.end <= at) mark++
    const marked = mark < marks.length && marks[mark]!.start <= at ? marks[mark] : undefined
    const style = look === 'plain' || !marked ? '' : marked.sure ? REVERSE : UNDERLINED
    const brackets = look === 'plain' && marked ? BRACKETS[marked.sure ? 'sure' : 'weak'] : undefined
    const start = at
    at += character.length
    if (character === '\n' || (character === '\r' && text[at] === '\n')) {
      if (character === '\r') at++
      push(line)
      ;[line, used] = [[], 0]
      continue
    }
    // One character may become several; what is added has no width of its own to ask for.
    const plain = visible(character)
    const before = brackets && start === marked!.start ? brackets[0] : ''
    const behind = brackets && at >= marked!.end ? brackets[1] : ''
    const shown = `${before}${plain}${behind}`
    const columns = (plain === character ? columnsOf(character) : [...plain].length) + before.length + behind.length
    if (used + columns > width || line.length >= MOST_CELLS * width) {
      const space = shown === ' ' || start === 0 ? -1 : lastSpace(line)
      const rest = space < 0 ? [] : line.slice(space + 1)
      push(space < 0 ? line : line.slice(0, space + 1))
      line = rest
      used = rest.reduce((n, cell) => n + cell.columns, 0)
    }
    line.push({ text: shown, columns, style })
    used += columns
  }
  push(line)
  return lines
}

/** A space behind which a line may end, in its second half: else a long word is broken. */
function lastSpace(line: readonly Cell[]): number {
  for (let i = line.length - 1; i > line.length / 2; i--) if (line[i]!.text === ' ') return i
  return -1
}

function styled(cells: readonly Cell[]): string {
  let line = ''
  let style = ''
  for (const cell of cells) {
    if (cell.style !== style) line += `${style === '' ? '' : PLAIN}${cell.style}`
    style = cell.style
    line += cell.text
  }
  return style === '' ? line : line + PLAIN
}

export interface Frame {
  /** three lines of plain text; what comes from the data is made visible here */
  head: readonly string[]
  lines: readonly string[]
  /** first line that is shown; more than there are: the last page */
  top: number
  foot: string
}

/** Lines of a document that a screen has room for. */
export function pageOf(rows: number): number {
  return Math.max(1, rows - 6)
}

/** Of these, how many it shows: a window of four rows has none. */
export function shownOf(rows: number): number {
  return Math.max(0, Math.min(pageOf(rows), rows - HEAD))
}

/** Rows above the text. */
const HEAD = 4

/** One screen, drawn over the one before: never more lines or columns than there are, so that nothing scrolls. */
export function frameText(
  { head, lines, top, foot }: Frame,
  size: { columns: number; rows: number },
  look: Look = 'styled',
): string {
  const [bold, dim, end] = look === 'plain' ? ['', '', ''] : [BOLD, DIM, PLAIN]
  const width = Math.max(8, size.columns - 1)
  const page = pageOf(size.rows)
  const from = topOf(top, lines.length, page)
  const to = Math.min(lines.length, from + page)
  const part = lines.length > page ? `lines ${from + 1}–${to} of ${lines.length}` : ''
  const more = to < lines.length ? ' · Space for more' : ''
  const body = Array.from({ length: page }, (_, i) => lines[from + i] ?? '')
  const rows = [
    `${bold}${cut(visibleText(head[0] ?? ''), width)}${end}`,
    cut(visibleText(head[1] ?? ''), width),
    `${dim}${cut(visibleText(head[2] ?? ''), width)}${end}`,
    '─'.repeat(width),
    ...body,
    cut(`── ${part}${more} `.replace(/^──\s+$/, '').padEnd(width, '─'), width),
    cut(foot, width),
  ].slice(0, Math.max(1, size.rows))
  return `\u001b[H${rows.map((row) => `${row}\u001b[K`).join('\r\n')}\u001b[J`
}

/** The first line of the page that is asked for, as far as there are lines. */
export function topOf(top: number, lines: number, page: number): number {
  return Math.max(0, Math.min(top, lines - page))
}

function cut(text: string, width: number): string {
  const shown: string[] = []
  let used = 0
  for (const character of text) {
    used += columnsOf(character)
    if (used > width) return `${shown.slice(0, -1).join('')}…`
    shown.push(character)
  }
  return text
}
