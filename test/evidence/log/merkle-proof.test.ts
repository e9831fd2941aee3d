import { describe, expect, it } from 'vitest'
import { EMPTY_ROOT, leafHash } from '../../../src/evidence/log/merkle.ts'
import {
  consistencyProof,
  inclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../../src/evidence/log/merkle-proof.ts'
import { vectorFiles, vectorJson } from './vectors.ts'

const base64 = (text: string | null) => Buffer.from(text ?? '', 'base64')

interface InclusionProbe {
  leafIdx: number
  treeSize: number
  root: string
  leafHash: string
  proof: string[] | null
  wantErr: boolean
}

interface ConsistencyProbe {
  size1: number
  size2: number
  root1: string
  root2: string
  proof: string[] | null
  wantErr: boolean
}

function acceptsInclusion(probe: InclusionProbe): boolean {
  const proof = (probe.proof ?? []).map(base64)
  const [index, size, leaf] = [probe.leafIdx, probe.treeSize, base64(probe.leafHash)]
  return verifyInclusion({ index, size, leaf, proof }, base64(probe.root))
}

function acceptsConsistency(probe: ConsistencyProbe): boolean {
  return verifyConsistency({
    from: { size: probe.size1, root: base64(probe.root1) },
    to: { size: probe.size2, root: base64(probe.root2) },
    proof: (probe.proof ?? []).map(base64),
  })
}

const inclusionFiles = vectorFiles('rfc6962-merkle/testdata/inclusion', '.json')
const consistencyFiles = vectorFiles('rfc6962-merkle/testdata/consistency', '.json')

/** Published as good, with two equal roots of 12 bytes: here a root is 32 bytes, always. */
const SHORT_ROOTS = ['rfc6962-merkle/testdata/consistency/additional/sizes-are-equal-one-and-proof-is-empty.json']

describe('the published probes', () => {
  it('are all there', () => {
    expect([inclusionFiles.length, consistencyFiles.length]).toEqual([98, 98])
  })

  it.each(inclusionFiles)('%s is judged as published', (file) => {
    const probe = vectorJson<InclusionProbe>(file)
    expect(acceptsInclusion(probe)).toBe(!probe.wantErr)
  })

  it.each(consistencyFiles)('%s is judged as published', (file) => {
    const probe = vectorJson<ConsistencyProbe>(file)
    expect(acceptsConsistency(probe)).toBe(!probe.wantErr && !SHORT_ROOTS.includes(file))
  })
})

describe('what the standards leave open is decided', () => {
  it('hashes of no bytes are no hashes, though they are equal', () => {
    const nothing = Buffer.alloc(0)
    expect(verifyInclusion({ index: 0, size: 1, leaf: nothing, proof: [] }, nothing)).toBe(false)
    const head = { size: 1, root: nothing }
    expect(verifyConsistency({ from: head, to: head, proof: [] })).toBe(false)
  })

  it('equal sizes with equal roots that are no hashes are refused, against the published probe', () => {
    expect(vectorJson<ConsistencyProbe>(SHORT_ROOTS[0]!)).toMatchObject({ wantErr: false, size1: 1, size2: 1 })
    expect(acceptsConsistency(vectorJson<ConsistencyProbe>(SHORT_ROOTS[0]!))).toBe(false)
  })

  it.each([
    [0, 0, []], // two empty trees
    [0, 1, []], // an empty tree before one of a leaf, with the proof a witness would take
    [0, 1, [EMPTY_ROOT]], // and with one that shows nothing
  ])('consistency from the empty tree is refused, case %#', (from, to, proof) => {
    const root = to === 0 ? EMPTY_ROOT : leafHash(Buffer.of(1))
    expect(verifyConsistency({ from: { size: from, root: EMPTY_ROOT }, to: { size: to, root }, proof })).toBe(false)
    expect(() => consistencyProof(() => root, from, to)).toThrow(RangeError)
  })

  it('a size that is not an exact number is refused', () => {
    const leaf = leafHash(Buffer.of(1))
    for (const size of [2 ** 64, 1.5, NaN, -1])
      expect(verifyInclusion({ index: 0, size, leaf, proof: [] }, leaf)).toBe(false)
  })
})

describe('proofs that are made', () => {
  const SIZES = 70
  const leaves = Array.from({ length: SIZES }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)))
  const leafAt = (i: number) => leaves[i]!
  const roots = Array.from({ length: SIZES + 1 }, (_, size) => rootOf(leafAt, 0, size))

  it('of inclusion hold for every leaf of every tree to size 70, and for no other leaf, place or root', () => {
    for (let size = 1; size <= SIZES; size++)
      for (let index = 0; index < size; index++) {
        const inclusion = { index, size, leaf: leafAt(index), proof: inclusionProof(leafAt, index, size) }
        expect(verifyInclusion(inclusion, roots[size]!)).toBe(true)
        expect(verifyInclusion(inclusion, roots[size - 1]!)).toBe(false)
        expect(verifyInclusion({ ...inclusion, leaf: roots[0]! }, roots[size]!)).toBe(false)
        expect(verifyInclusion({ ...inclusion, index: index + 1 }, roots[size]!)).toBe(false)
        expect(verifyInclusion({ ...inclusion, proof: [...inclusion.proof, roots[0]!] }, roots[size]!)).toBe(false)
      }
  })

  it('of consistency hold for every pair of sizes to 70, and not once a hash is missing, added or changed', () => {
    for (let to = 1; to <= SIZES; to++)
      for (let from = 1; from <= to; from++) {
        const proof = consistencyProof(leafAt, from, to)
        const claim = { from: { size: from, root: roots[from]! }, to: { size: to, root: roots[to]! } }
        expect(verifyConsistency({ ...claim, proof })).toBe(true)
        expect(verifyConsistency({ ...claim, proof: [...proof, roots[1]!] })).toBe(false)
        if (proof.length > 0) {
          expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false)
          expect(verifyConsistency({ ...claim, proof: [roots[0]!, ...proof.slice(1)] })).toBe(false)
        }
        expect(verifyConsistency({ ...claim, from: { size: from, root: roots[0]! }, proof })).toBe(false)
      }
  })

  it('are refused for what is not in the tree', () => {
    expect(() => inclusionProof(leafAt, 5, 5)).toThrow(RangeError)
    expect(() => inclusionProof(leafAt, -1, 5)).toThrow(RangeError)
    expect(() => consistencyProof(leafAt, 6, 5)).toThrow(RangeError)
  })
})
