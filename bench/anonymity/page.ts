/**
 * bench/anonymity.md is written by two programs: each replaces its own sections and leaves the others. `text`: the page as it
 * is; a section that is not there yet goes to the end.
 */
export function withSection(text: string, title: string, lines: readonly string[]): string {
  const head = `## ${title}`
  const own = [head, '', ...lines].join('\n')
  const parts = text.trimEnd().split(/\n\n(?=## )/)
  const at = parts.findIndex((part) => part.split('\n', 1)[0] === head)
  return `${(at < 0 ? [...parts, own] : parts.with(at, own)).join('\n\n')}\n`
}

/** The lines of a section of the page, undefined: it has none. */
export function sectionOf(text: string, title: string): string[] | undefined {
  const head = `## ${title}\n\n`
  return text
    .trimEnd()
    .split(/\n\n(?=## )/)
    .find((part) => part.startsWith(head))
    ?.slice(head.length)
    .split('\n')
}
