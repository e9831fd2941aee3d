import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { corpus, rewrite } from './files.ts'

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
})
