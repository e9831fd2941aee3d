/** What an expression without alternatives looks for at its edges. */
import type { Tree } from './expression-tree.ts'

/** An expression without what it looks at, and the sets that its edges turn down: no character of `notBefore` stands before a match. */
export interface EdgedTree {
  /** what must stand around is read as a part of it */
  tree: Tree
  notBefore: string[]
  notBehind: string[]
}

export function withEdges(tree: Tree): EdgedTree {
  if (tree.kind !== 'sequence') return { tree, notBefore: [], notBehind: [] }
  let { parts } = tree
  let notBefore: string[] = []
  let notBehind: string[] = []
  const first = parts[0]
  if (first?.kind === 'look' && first.behind) {
    parts = parts.slice(1)
    if (first.negative) notBefore = setsOf(first.of)
    else {
      const inner = withEdges(first.of)
      notBefore = inner.notBefore
      parts = [inner.tree, ...parts]
    }
  }
  const last = parts.at(-1)
  if (last?.kind === 'look' && !last.behind) {
    parts = parts.slice(0, -1)
    if (last.negative) notBehind = setsOf(last.of)
    else {
      const inner = withEdges(last.of)
      notBehind = inner.notBehind
      parts = [...parts, inner.tree]
    }
  }
  return { tree: { kind: 'sequence', parts }, notBefore, notBehind }
}

/** Of the alternatives those that are one character. */
function setsOf(tree: Tree): string[] {
  return (tree.kind === 'choice' ? tree.of : [tree]).flatMap((one) =>
    one.kind === 'sequence' && one.parts.length === 1 && one.parts[0]!.kind === 'set' ? [one.parts[0]!.source] : [],
  )
}
