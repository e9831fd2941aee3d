import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { rewrite } from './files.ts'

/** A Python with pyarrow: PERDE_PYTHON, else python3. */
const PYTHON = process.env['PERDE_PYTHON'] ?? 'python3'
const has = spawnSync(PYTHON, ['-c', 'import pyarrow']).status === 0
if (!has)
  process.stderr.write('skipped: pyarrow reads nothing of ours here; set PERDE_PYTHON to a Python that has it\n')

const WRITE = `
import sys, decimal, datetime as dt, pyarrow as pa
path, form, compression = sys.argv[1:]
n = 500
some = lambda make: [None if i % 7 == 3 else make(i) for i in range(n)]
utc = dt.timezone.utc
columns = {
  'i8': pa.array(some(lambda i: i % 100 - 50), pa.int8()), 'u8': pa.array(some(lambda i: i % 256), pa.uint8()),
  'i16': pa.array(some(lambda i: -i), pa.int16()), 'u32': pa.array(some(lambda i: 2**32 - 1 - i), pa.uint32()),
  'u64': pa.array(some(lambda i: 2**64 - 1 - i), pa.uint64()), 'half': pa.array(some(float), pa.float32()).cast(pa.float16()),
  'f32': pa.array(some(lambda i: i / 3), pa.float32()), 'f64': pa.array(some(lambda i: i / 3), pa.float64()),
  'yes': pa.array(some(lambda i: i % 2 == 0)), 'text': pa.array(some(lambda i: 'Әсел %d ' % i * (i % 4))),
  'large': pa.array(some(str), pa.large_string()), 'view': pa.array(some(lambda i: 'v' * (i % 40)), pa.string_view()),
  'bytes': pa.array(some(lambda i: bytes([i % 256, 255])), pa.binary()), 'lb': pa.array(some(lambda i: bytes([i % 256])), pa.large_binary()),
  'fixed': pa.array(some(lambda i: bytes([i % 256] * 3)), pa.binary(3)),
  'd128': pa.array(some(lambda i: decimal.Decimal(i - 250).scaleb(-2)), pa.decimal128(10, 2)),
  'd256': pa.array(some(lambda i: decimal.Decimal(i - 250) * 10**40), pa.decimal256(60, 0)),
  'date': pa.array(some(lambda i: dt.date(1960, 1, 1) + dt.timedelta(i * 50))), 'date64': pa.array(some(lambda i: dt.date(1960, 1, 1) + dt.timedelta(i)), pa.date64()),
  't32s': pa.array(some(lambda i: i), pa.time32('s')), 't32': pa.array(some(lambda i: i), pa.time32('ms')),
  't64': pa.array(some(lambda i: i), pa.time64('us')), 't64n': pa.array(some(lambda i: i * 1000), pa.time64('ns')),
  'ts': pa.array(some(lambda i: -i * 10**6), pa.timestamp('s')), 'tz': pa.array(some(lambda i: i * 10**12), pa.timestamp('us', 'Asia/Almaty')),
  'tn': pa.array(some(lambda i: i * 1000), pa.timestamp('ns', 'UTC')),
  'none': pa.nulls(n),
  'word': pa.array(some(lambda i: 'w%d' % (i % 5))).dictionary_encode(),
  'list': pa.array(some(lambda i: [None if j == 1 else j for j in range(i % 4)])),
  'll': pa.array(some(lambda i: [[str(j)] * (j % 3) for j in range(i % 3)]), pa.large_list(pa.list_(pa.string()))),
  'emb': pa.array([[float(i), 1.0] for i in range(n)], pa.list_(pa.float32(), 2)),
  'map': pa.array(some(lambda i: [('k%d' % j, j) for j in range(i % 3)]), pa.map_(pa.string(), pa.int64())),
  'deep': pa.array(some(lambda i: {'a': i, 'b': None if i % 5 == 0 else [{'c': 'x%d' % i}] * (i % 3)})),
}
table = pa.table(columns, schema=pa.schema([pa.field(k, v.type, metadata={b'own': b'CanaryField'}) for k, v in columns.items()], metadata={b'own': b'CanarySchema'}))
options = pa.ipc.IpcWriteOptions(compression=None if compression == 'none' else compression)
with pa.OSFile(path, 'wb') as sink:
  new = pa.ipc.new_file if form == 'file' else pa.ipc.new_stream
  with new(sink, table.schema, options=options) as writer:
    writer.write_table(table, max_chunksize=200)
`

const COMPARE = `
import sys, pyarrow as pa
form = sys.argv[3]
def read(path):
  source = pa.memory_map(path)
  return (pa.ipc.open_file(source) if form == 'file' else pa.ipc.open_stream(source)).read_all()
a, b = read(sys.argv[1]), read(sys.argv[2])
b.validate(full=True)
rows = lambda t: [(c.cast('int64') if 'ns' in str(c.type) else c).to_pylist() for c in t.columns]
types = lambda t: [(f.name, str(f.type)) for f in t.schema]
print(rows(a) == rows(b), [x for x, y in zip(types(a), types(b)) if x != y], b.schema.metadata)
`

describe.skipIf(!has)('pyarrow', () => {
  const dir = mkdtempSync(join(tmpdir(), 'perde-pyarrow-'))
  afterAll(() => rmSync(dir, { recursive: true }))
  for (const form of ['file', 'stream'])
    for (const compression of ['none', 'lz4', 'zstd'])
      it(`reads from our ${form} what it wrote itself, in the same types but for those that have another form: ${compression}`, async () => {
        const [before, after] = [join(dir, 'before.arrow'), join(dir, 'after.arrow')]
        const wrote = spawnSync(PYTHON, ['-c', WRITE, before, form, compression], { encoding: 'utf8' })
        expect(wrote.stderr).toBe('')
        const written = await rewrite(readFileSync(before))
        expect(written.includes('Canary')).toBe(false)
        writeFileSync(after, written)
        const ran = spawnSync(PYTHON, ['-c', COMPARE, before, after, form], { encoding: 'utf8' })
        expect(ran.stdout.trim(), ran.stderr.slice(-400)).toBe(
          "True [('view', 'string_view'), ('none', 'null'), ('word', 'dictionary<values=string, indices=int32, ordered=0>'), ('emb', 'fixed_size_list<item: float>[2]')] None",
        )
      })
})
