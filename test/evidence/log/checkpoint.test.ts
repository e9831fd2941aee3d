import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../src/errors.ts'
import {
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  readCheckpoint,
  signCheckpoint,
} from '../../../src/evidence/log/checkpoint.ts'
import { appendLeaf, emptyRange, leafHash, rangeRoot } from '../../../src/evidence/log/merkle.ts'
import { formatTlogProof, parseTlogProof, verifyTlogProof } from '../../../src/evidence/log/tlog-proof.ts'
import { parseVkey, signerOf } from '../../../src/evidence/log/vkey.ts'
import { vectorBytes, vectorJson } from './vectors.ts'

interface TreeNoteVectors {
  accept: { text: string; size: string; hash_is_leaf_hash_of: string }[]
  reject: string[]
}

const vectors = vectorJson<TreeNoteVectors>('tlog/tree-note-vectors.json')

describe('the body of a checkpoint', () => {
  it.each(vectors.accept)('published text %# is read and written back', ({ text, size, hash_is_leaf_hash_of }) => {
    const checkpoint = parseCheckpoint(text, 'go.sum database tree')
    expect(checkpoint.size).toBe(Number(size))
    expect(checkpoint.root.equals(leafHash(Buffer.from(hash_is_leaf_hash_of)))).toBe(true)
    expect(formatCheckpoint(checkpoint)).toBe(text)
  })

  it.each(vectors.reject)('published bad text %# is refused', (text) => {
    expect(() => parseCheckpoint(text, 'go.sum database tree')).toThrow(PerdeError)
  })

  const root = Buffer.alloc(32, 7).toString('base64')
  it.each([
    [`a\n01\n${root}\n`], // leading zero
    [`a\n-1\n${root}\n`],
    [`a\n1e3\n${root}\n`],
    [`a\n18446744073709551615\n${root}\n`], // not exact in a double
    [`a\n1\n${root}`], // no last newline
    [`\n1\n${root}\n`], // empty origin
    [`a\n1\n${root}\n\n`], // empty extension line
    [`a\n1\n${root.slice(0, -2)}d=\n`], // spare bits of the last character set
    [`a\n1\n`],
  ])('case %# is refused', (text) => {
    expect(() => parseCheckpoint(text)).toThrow(PerdeError)
  })

  it('may have further lines, which are not looked at', () => {
    expect(parseCheckpoint(`a\n1\n${root}\nmore\n`).size).toBe(1)
  })
})

describe('a signed checkpoint', () => {
  const signer = signerOf('example.org/log', Buffer.alloc(32, 1))
  const checkpoint = { origin: 'example.org/log', size: 5, root: Buffer.alloc(32, 9) }

  it('opens with the key of its origin', () => {
    expect(openCheckpoint(signCheckpoint(checkpoint, [signer]), [signer])).toMatchObject(checkpoint)
    expect(readCheckpoint(signCheckpoint(checkpoint, [signer]))).toEqual(checkpoint)
  })

  it('does not open where only another name has signed it', () => {
    const witness = signerOf('example.org/witness', Buffer.alloc(32, 2))
    expect(() => openCheckpoint(signCheckpoint(checkpoint, [witness]), [witness])).toThrow(
      'not signed by a key of its log',
    )
    expect(openCheckpoint(signCheckpoint(checkpoint, [witness, signer]), [signer, witness]).keys).toEqual([signer])
  })

  it('does not open as that of another log', () => {
    expect(() => openCheckpoint(signCheckpoint(checkpoint, [signer]), [signer], 'example.org/other')).toThrow(
      'another log',
    )
  })
})

describe('the golden tiled log', () => {
  const key = parseVkey(/vkey: (\S+)/.exec(vectorBytes('tlog-tiles-golden/README.txt').toString())![1]!)
  const folder = 'tlog-tiles-golden/testdata/log'

  it('has at every size the leaf hashes, the root and the signature that this code finds', () => {
    const range = emptyRange()
    let tile = Buffer.alloc(0)
    for (let size = 0; size <= 15; size++) {
      if (size > 0) {
        const leaf = leafHash(lastOfBundle(vectorBytes(`${folder}/tile/entries/000.p/${size}`)))
        appendLeaf(range, leaf)
        tile = Buffer.concat([tile, leaf])
        expect(tile.equals(vectorBytes(`${folder}/tile/0/000.p/${size}`))).toBe(true)
      }
      const checkpoint = openCheckpoint(vectorBytes(`${folder}/checkpoint.${size}`), [key])
      expect(checkpoint.size).toBe(size)
      expect(rangeRoot(range).equals(checkpoint.root)).toBe(true)
    }
  })

  /** Entries of a bundle have their length before them, in two bytes. */
  function lastOfBundle(bundle: Buffer): Buffer {
    let at = 0
    let entry: Buffer = Buffer.alloc(0)
    while (at < bundle.length) {
      const end = at + 2 + bundle.readUInt16BE(at)
      entry = bundle.subarray(at + 2, end)
      at = end
    }
    return entry
  }
})

describe('a proof of inclusion', () => {
  const key = parseVkey(vectorBytes('example/vkey.txt').toString().trim())
  const lines = vectorBytes('example/entries.jsonl').toString().split('\n')
  const proof = vectorBytes('example/entry2.tlog-proof').toString()

  it('made with openssl and a shell holds for its entry', () => {
    const proven = verifyTlogProof(proof, Buffer.from(lines[2]!), [key], 'example.org/perde/demo')
    expect([proven.index, proven.checkpoint.size]).toEqual([2, 5])
  })

  it('is written as it was read', () => {
    expect(formatTlogProof(parseTlogProof(proof))).toBe(proof)
    const extra = formatTlogProof({ ...parseTlogProof(proof), extra: Buffer.from('more') })
    expect(parseTlogProof(extra).extra?.toString()).toBe('more')
  })

  it('does not hold for another entry', () => {
    for (const line of [lines[0]!, lines[1]!, `${lines[2]!} `, ''])
      expect(() => verifyTlogProof(proof, Buffer.from(line), [key])).toThrow(PerdeError)
  })

  it('does not hold after any of its bits was flipped', () => {
    const bytes = Buffer.from(proof)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => verifyTlogProof(flipped.toString('latin1'), Buffer.from(lines[2]!), [key]), `bit ${bit}`).toThrow()
      expect(() => verifyTlogProof(flipped.toString('utf8'), Buffer.from(lines[2]!), [key]), `bit ${bit}`).toThrow()
    }
  })

  it.each([
    ['c2sp.org/tlog-proof@v2\nindex 0\n\n'], // another version
    ['c2sp.org/tlog-proof@v1\nindex 01\n\n'],
    ['c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n'], // a hash too short
    ['c2sp.org/tlog-proof@v1\nextra %\nindex 0\n\n'],
    ['c2sp.org/tlog-proof@v1\n\n'],
    [''],
  ])('case %# is not read', (text) => {
    expect(() => parseTlogProof(text)).toThrow(PerdeError)
  })
})
