import { describe, expect, it } from 'vitest'
import {
  EMPTY_ROOT,
  appendLeaf,
  emptyRange,
  leafHash,
  nodeHash,
  parseRange,
  rangeRoot,
  serialiseRange,
} from '../../../src/evidence/log/merkle.ts'
import { rootOf } from '../../../src/evidence/log/merkle-proof.ts'
import { vectorJson } from './vectors.ts'

interface TreeVectors {
  empty_root: string
  leaves_hex: string[]
  root_after_n_leaves: string[]
  leaf_hashes: { data_hex?: string; data_utf8?: string; hash: string }[]
  node_hashes: { left_utf8?: string; left_hex?: string; right_utf8?: string; right_hex?: string; hash: string }[]
}

const vectors = vectorJson<TreeVectors>('rfc6962-merkle/tree-hash-vectors.json')
const bytes = (hex?: string, utf8?: string) => (hex === undefined ? Buffer.from(utf8!) : Buffer.from(hex, 'hex'))

describe('the Merkle tree hash', () => {
  it('of no leaves is the hash of nothing', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe(vectors.empty_root)
    expect(rangeRoot(emptyRange()).toString('hex')).toBe(vectors.empty_root)
  })

  it.each(vectors.leaf_hashes)('of published leaf %# is the published one', ({ data_hex, data_utf8, hash }) => {
    expect(leafHash(bytes(data_hex, data_utf8)).toString('hex')).toBe(hash)
  })

  it.each(vectors.node_hashes)('of published node %# is the published one', (node) => {
    const [left, right] = [bytes(node.left_hex, node.left_utf8), bytes(node.right_hex, node.right_utf8)]
    expect(nodeHash(left, right).toString('hex')).toBe(node.hash)
  })

  it('of the published leaves is the published root at every size', () => {
    const range = emptyRange()
    const roots = vectors.leaves_hex.map((leaf) => {
      appendLeaf(range, leafHash(bytes(leaf)))
      return rangeRoot(range).toString('hex')
    })
    expect(roots).toEqual(vectors.root_after_n_leaves)
  })
})

describe('a compact range', () => {
  const leaves = Array.from({ length: 300 }, (_, i) => leafHash(Buffer.from(String(i))))

  it('has the root of the tree by definition, and one node a set bit, at every size to 300', () => {
    const range = emptyRange()
    for (const [i, leaf] of leaves.entries()) {
      appendLeaf(range, leaf)
      expect(rangeRoot(range).equals(rootOf((n) => leaves[n]!, 0, i + 1))).toBe(true)
      expect(range.nodes.length).toBe((i + 1).toString(2).replaceAll('0', '').length)
    }
  })

  it('is the same after a way through JSON, and goes on from there', () => {
    const range = emptyRange()
    for (const leaf of leaves.slice(0, 77)) appendLeaf(range, leaf)
    const again = parseRange(JSON.parse(JSON.stringify(serialiseRange(range))))!
    for (const leaf of leaves.slice(77)) appendLeaf(again, leaf)
    expect(rangeRoot(again).equals(rootOf((n) => leaves[n]!, 0, 300))).toBe(true)
  })

  it.each([
    [{ size: 3, nodes: [EMPTY_ROOT.toString('base64')] }], // a node too few
    [{ size: 1, nodes: ['AAAA'] }], // a hash too short
    [{ size: -1, nodes: [] }],
    [{ size: 0.5, nodes: [] }],
  ])('case %# that fits no tree is not read', (value) => {
    expect(parseRange(value)).toBeUndefined()
  })
})
