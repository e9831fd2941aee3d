import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { cellsOf, corpus, rewrite } from './files.ts'

/** A Python with pyarrow: PERDE_PYTHON, else python3. */
const PYTHON = process.env['PERDE_PYTHON'] ?? 'python3'
const has = spawnSync(PYTHON, ['-c', 'import pyarrow.parquet']).status === 0
if (!has)
  process.stderr.write('skipped: pyarrow reads nothing of ours here; set PERDE_PYTHON to a Python that has it\n')

const COMPARE = `
import sys, pyarrow.parquet as pq
a, b = pq.ParquetFile(sys.argv[1]), pq.ParquetFile(sys.argv[2])
# Python has no nanoseconds.
rows = lambda f: [(c.cast('int64') if str(c.type).startswith('timestamp[ns') else c).to_pylist() for c in f.read().columns]
types = lambda f: [str(field.type).replace('item:', 'element:') for field in f.schema_arrow]
print(rows(a) == rows(b), types(a) == types(b), b.metadata.created_by.split()[0])
`

/** Which of the files with one bit changed are refused. */
const FLIP = `
import sys, io, pyarrow.parquet as pq
whole = open(sys.argv[1], 'rb').read()
read = 0
for bit in map(int, sys.argv[2:]):
    changed = bytearray(whole)
    changed[bit >> 3] ^= 1 << (bit & 7)
    try:
        pq.ParquetFile(io.BytesIO(bytes(changed))).read().validate(full=True)
        read += 1
    except Exception as e:
        print(bit, str(e)[:100])
print(read, 'read')
`

describe.skipIf(!has)('pyarrow', () => {
  const dir = mkdtempSync(join(tmpdir(), 'perde-pyarrow-'))
  afterAll(() => rmSync(dir, { recursive: true }))
  for (const name of ['types', 'types-v2', 'nested', 'people', 'delta', 'codec-zstd', 'no-rows', 'large-group'])
    it(`reads from our file what it wrote itself, in the same types: ${name}`, async () => {
      const [before, after] = [join(dir, 'before.parquet'), join(dir, 'after.parquet')]
      writeFileSync(before, corpus(name))
      writeFileSync(after, await rewrite(corpus(name)))
      const ran = spawnSync(PYTHON, ['-c', COMPARE, before, after], { encoding: 'utf8' })
      expect(ran.stdout.trim(), ran.stderr.slice(-300)).toBe('True True perde')
    })

  it.each(['nested', 'types-v2', 'people'])(
    'refuses no file with a bit changed of which we read other cells: %s',
    async (name) => {
      const bytes = corpus(name)
      const cells = JSON.stringify(await cellsOf(bytes))
      const other: number[] = []
      // The footer as a whole, and of the pages whatever a stride that is prime meets.
      const footer = (bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)) * 8
      for (let bit = 0; bit < bytes.length * 8; bit += bit < footer ? 997 : 7) {
        const changed = Buffer.from(bytes)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        const read = await cellsOf(changed).then(
          (own) => JSON.stringify(own),
          () => cells,
        )
        if (read !== cells) other.push(bit)
      }
      writeFileSync(join(dir, 'flipped.parquet'), bytes)
      const ran = spawnSync(PYTHON, ['-c', FLIP, join(dir, 'flipped.parquet'), ...other.map(String)], {
        encoding: 'utf8',
      })
      expect(ran.stdout, ran.stderr.slice(-300)).toBe(`${other.length} read\n`)
      expect(other.length).toBeGreaterThan(0)
    },
    120_000,
  )
})
