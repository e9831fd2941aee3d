import { html, type Html } from './html.ts'
import type { Page } from './page.ts'
import { table, type Column } from './parts.ts'

// Pictures. Each is beside the numbers it shows, in a table, so that nobody needs the picture.

/** A table whose last column draws the share that `value` is of the largest one. */
export function bars(
  page: Page,
  caption: string,
  columns: readonly Column[],
  rows: readonly { cells: readonly string[]; value: number; tone?: Tone }[],
  whole = Math.max(0, ...rows.map(({ value }) => value)),
): Html {
  return table(
    page,
    caption,
    [...columns, { name: '' }],
    rows.map(({ cells, value, tone }) => [...cells, bar(whole === 0 ? 0 : value / whole, tone)]),
  )
}

export type Tone = 'used' | 'left' | 'risk'

const BAR = 240

function bar(share: number, tone: Tone = 'used'): Html {
  const width = share > 0 ? Math.max(2, Math.round(share * BAR)) : 0
  return html`<svg
    class="bar"
    width="${BAR}"
    height="12"
    viewBox="0 0 ${BAR} 12"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <rect class="track" width="${BAR}" height="12" rx="2" />
    <rect class="${tone}" width="${width}" height="12" rx="2" />
  </svg>`
}

/** A table whose last column draws two shares of one, the first above the second. */
export function pairs(
  page: Page,
  caption: string,
  columns: readonly Column[],
  rows: readonly { cells: readonly string[]; shares?: readonly [number, number] }[],
): Html {
  return table(
    page,
    caption,
    [...columns, { name: '' }],
    rows.map(({ cells, shares }) => [
      ...cells,
      shares && html`<span class="pair">${bar(shares[0], 'left')}${bar(shares[1], 'risk')}</span>`,
    ]),
  )
}

/** One bar cut into the parts of a whole. */
export function stack(parts: readonly { value: number; tone: string }[]): Html {
  const whole = parts.reduce((sum, { value }) => sum + value, 0)
  const WIDTH = 1000
  let at = 0
  const pieces = parts.map(({ value, tone }) => {
    const width = whole === 0 ? 0 : Math.round((value / whole) * WIDTH)
    const piece = html`<rect class="${tone}" x="${at}" width="${width}" height="28" />`
    at += width
    return piece
  })
  return html`<svg
    class="stack"
    viewBox="0 0 ${WIDTH} 28"
    preserveAspectRatio="none"
    height="28"
    aria-hidden="true"
    focusable="false"
  >
    ${pieces}
  </svg>`
}

const MOST_BOXES = 8
const BOX = { width: 250, height: 34, gap: 10 }
const LEFT = 0
const MIDDLE = 355
const RIGHT = 710

/** Inputs → run → outputs. */
export function lineage(title: string, inputs: readonly string[], run: string, outputs: readonly string[]): Html {
  const rows = Math.max(shown(inputs).length, shown(outputs).length, 1)
  const height = rows * (BOX.height + BOX.gap) - BOX.gap + 4
  const column = (names: readonly string[], x: number, lines: (y: number) => Html) => {
    const all = shown(names)
    const top = (height - (all.length * (BOX.height + BOX.gap) - BOX.gap)) / 2
    return all.map((name, i) => {
      const y = top + i * (BOX.height + BOX.gap)
      return html`${lines(y + BOX.height / 2)}${box(x, y, name)}`
    })
  }
  const centre = height / 2
  const curve = (from: number, y1: number, to: number, y2: number) =>
    html`<path d="M${from} ${y1}C${(from + to) / 2} ${y1} ${(from + to) / 2} ${y2} ${to} ${y2}" />`
  return html`<svg class="lineage" viewBox="0 0 ${RIGHT + BOX.width} ${height}" role="img" aria-label="${title}">
    <title>${title}</title>
    ${column(inputs, LEFT, (y) =>
      curve(LEFT + BOX.width, y, MIDDLE, centre),
    )}${column(outputs, RIGHT, (y) => curve(MIDDLE + BOX.width, centre, RIGHT, y))}
    <g class="run">${box(MIDDLE, centre - BOX.height / 2, run)}</g>
  </svg>`
}

function shown(names: readonly string[]): string[] {
  return names.length <= MOST_BOXES
    ? [...names]
    : [...names.slice(0, MOST_BOXES - 1), `+ ${names.length - MOST_BOXES + 1}`]
}

function box(x: number, y: number, name: string): Html {
  return html`<rect x="${x + 1}" y="${y + 1}" width="${BOX.width - 2}" height="${BOX.height}" rx="4" /><text
      x="${x + BOX.width / 2}"
      y="${y + BOX.height / 2 + 6}"
      text-anchor="middle"
      >${shortened(name)}</text
    >`
}

/** Both ends of a long name: the folder and the file's ending tell the most. */
function shortened(name: string): string {
  const letters = [...name]
  return letters.length <= 30 ? name : `${letters.slice(0, 14).join('')}…${letters.slice(-15).join('')}`
}
