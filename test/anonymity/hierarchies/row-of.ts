import type { Hierarchy } from '../../../src/anonymity/hierarchy.ts'

/** What stands at each level for a leaf. */
export function rowOf({ levels, leafIds }: Hierarchy, text: string): string[] {
  const leaf = leafIds.get(text)
  if (leaf === undefined) throw new Error('no such leaf')
  return levels.map(({ values, ofLeaf }) => values[ofLeaf[leaf]!]!)
}
