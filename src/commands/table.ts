/** Rows as aligned columns; the last column is cut to what fits into `width` characters. No trailing spaces. */
export function table(header: string[], rows: string[][], width = Infinity): string {
  const widths = header.map((title, c) => Math.max(...[title, ...rows.map((r) => r[c] ?? '')].map((t) => length(t))))
  const line = (cells: string[]) =>
    fit(
      cells
        .map((cell, c) => (c === cells.length - 1 ? cell : cell + ' '.repeat(widths[c]! - length(cell))))
        .join('  ')
        .trimEnd(),
      width,
    )
  return [line(header), line(widths.map((w) => '─'.repeat(w))), ...rows.map(line)].join('\n') + '\n'
}

function length(text: string): number {
  return [...text].length
}

function fit(text: string, width: number): string {
  const letters = [...text]
  return letters.length <= width ? text : `${letters.slice(0, width - 1).join('')}…`
}
