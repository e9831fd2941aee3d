import type { ClassCounts } from '../class-table.ts'
import { lossOfNodes, ncpOfNodes, type Hierarchy } from '../hierarchy.ts'
import type { Recoding } from '../recoding.ts'

/** How much a recoding loses, 0 (nothing) to 1 (everything), mean over all rows; a suppressed cell loses 1. */
export interface InformationLoss {
  /** Loss with arithmetic mean: (leaves under the value − 1) / (leaves − 1). Iyengar, KDD 2002 */
  loss: number
  /** normalised certainty penalty: leaves under the value / leaves, 0 for a leaf. Xu et al., KDD 2006 */
  ncp: number
  /**
   * non-uniform entropy: Σ log(rows with the value / rows with the leaf), as a share of what suppressing everything loses.
   * A. Gionis and T. Tassa, "k-anonymization with minimal loss of information", TKDE 21(2), 2009
   */
  entropy: number
  columns: { loss: number; ncp: number; entropy: number }[]
}

/** Measures a recoding of a table, per column and overall (the mean of the columns). */
export function informationLoss(
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  recoding: Recoding,
): InformationLoss {
  const columns = hierarchies.map((hierarchy, c) => columnLoss(counts, hierarchy, c, recoding))
  const mean = (of: (column: (typeof columns)[number]) => number) =>
    columns.length === 0 ? 0 : columns.reduce((sum, column) => sum + of(column), 0) / columns.length
  return { loss: mean((c) => c.loss), ncp: mean((c) => c.ncp), entropy: mean((c) => c.entropy), columns }
}

function columnLoss(counts: ClassCounts, hierarchy: Hierarchy, column: number, { nodes, nodeOf }: Recoding) {
  const leaves = hierarchy.levels[0]!.values.length
  // Rows by level and leaf: sums of whole numbers do not depend on the order of the entries.
  const rows = new Float64Array(hierarchy.levels.length * leaves)
  const all = new Float64Array(leaves)
  const levelOf = Uint8Array.from(nodes, (node) => node[column]!)
  const leafOf = counts.columns[column]!
  const sizes = counts.counts
  let suppressed = 0
  for (let e = 0; e < nodeOf.length; e++) {
    const leaf = leafOf[e]!
    all[leaf]! += sizes[e]!
    if (nodeOf[e]! < 0) suppressed += sizes[e]!
    else rows[levelOf[nodeOf[e]!]! * leaves + leaf]! += sizes[e]!
  }
  let loss = suppressed
  let ncp = suppressed
  let kept = 0
  let most = 0
  for (let leaf = 0; leaf < leaves; leaf++) if (all[leaf]! > 0) most += all[leaf]! * Math.log(counts.rows / all[leaf]!)
  let entropy = most
  for (const [level, { ofLeaf, values }] of hierarchy.levels.entries()) {
    const lossOf = lossOfNodes(hierarchy, level)
    const ncpOf = ncpOfNodes(hierarchy, level)
    const ofNode = new Float64Array(values.length)
    for (let leaf = 0; leaf < leaves; leaf++) ofNode[ofLeaf[leaf]!]! += all[leaf]!
    for (let leaf = 0; leaf < leaves; leaf++) {
      const n = rows[level * leaves + leaf]!
      if (n === 0) continue
      kept += n
      loss += n * lossOf[ofLeaf[leaf]!]!
      ncp += n * ncpOf[ofLeaf[leaf]!]!
      entropy -= n * Math.log(counts.rows / ofNode[ofLeaf[leaf]!]!)
    }
  }
  const total = kept + suppressed
  return {
    loss: total === 0 ? 0 : loss / total,
    ncp: total === 0 ? 0 : ncp / total,
    entropy: most === 0 ? 0 : Math.max(0, entropy / most),
  }
}
