/** Names of fields that hold the places of labels in a text: `start`, `end_char`, `spans[].beginOffset`. */

const TAIL = '([_-]?(char|offset|index|idx|pos(ition)?))?$'
const CAMEL = '(Char|Offset|Index|Idx|Pos(ition)?)?$'
const END = new RegExp(`(^|[._-])(end|stop|to)${TAIL}|[a-z](End|Stop)${CAMEL}`)
const START = new RegExp(`(^|[._-])(start|begin|from)${TAIL}|[a-z](Start|Begin)${CAMEL}`)

/** Which edge of a label a field of this path is called after, if of any. */
export function edgeNamed(path: string): 'start' | 'end' | undefined {
  return END.test(path) ? 'end' : START.test(path) ? 'start' : undefined
}

/** Paths of starts and ends that stand side by side: one alone may be anything, `from` of a letter or `end` of a year. */
export function pairedOffsets(paths: readonly string[]): string[] {
  const edges = new Map<string, Set<string>>()
  for (const path of paths) {
    const edge = edgeNamed(path)
    if (edge === undefined) continue
    const parent = parentOf(path)
    edges.set(parent, (edges.get(parent) ?? new Set()).add(edge))
  }
  return paths.filter((path) => edgeNamed(path) !== undefined && edges.get(parentOf(path))!.size === 2)
}

/**
 * Of several texts, the one that an offset can follow and that stands nearest: at most one list on its way, in which the
 * offset stands too. Undefined: none, or two are equally near.
 */
export function textOfOffset(offset: string, texts: readonly string[]): string | undefined {
  const fitting = texts
    .filter((text) => {
      const lists = text.split('[]').length - 1
      return lists === 0 || (lists === 1 && offset.startsWith(text.slice(0, text.indexOf('[]') + 2)))
    })
    .map((text) => ({ text, near: commonParent(offset, text) }))
    .sort((a, b) => b.near - a.near)
  return fitting.length > 0 && fitting[0]!.near !== fitting[1]?.near ? fitting[0]!.text : undefined
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')))
}

function commonParent(a: string, b: string): number {
  const [of, other] = [parentOf(a).split('.'), parentOf(b).split('.')]
  let n = 0
  while (n < of.length && n < other.length && of[n] === other[n] && of[n] !== '') n++
  return n
}

const LABELS = /(^|[._-])(label|labels|type|tag|class|entity|kind|category|text|name|value|word|comment)$/i

/** Whether a field is called like what is said of a place, not like a place. */
export function isNamedLabel(path: string): boolean {
  return LABELS.test(path)
}
