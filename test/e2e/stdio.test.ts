import { once } from 'node:events'
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { Field, Int32, List, Struct, Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import {
  ALL,
  AS_OF,
  begin,
  COLUMNS,
  divided,
  ended,
  FILES,
  hosted,
  pass,
  PLAIN,
  POLICY,
  released,
  ROWS,
  TEXTS,
  type Attempt,
} from './handed.ts'
import {
  frame,
  initBody,
  partition,
  piecesOf,
  schemaOf,
  startWorker,
  TYPE,
  type Partition,
  type Worker,
} from './host.ts'
import { consent, CONTRACT, csv, project, type Project } from './perde.ts'

// Workers behind pipes, and a host that hands them a table in partitions: the release is the one that a single process makes.

const NESTED = `perde: 1
dataset:
  id: people
  sources: { people: people.csv }
  provenance: { controller: Example Clinic, method: own-records }
${CONTRACT}keys: { main: { env: PERDE_KEY } }
unlisted: fail
fields:
  people:
    iin: { role: identifier, do: pseudonym person }
    visits: insensitive
    at.city: { role: quasi-identifier, do: mask }
    'at.tags[]': insensitive
`

function tableOf(rows: { iin: string; visits: number | null; at: { city: string; tags: string[] } }[]): Table {
  const [iin, visits, at] = [
    vectorFromArray(
      rows.map((row) => row.iin),
      new Utf8(),
    ),
    vectorFromArray(
      rows.map((row) => row.visits),
      new Int32(),
    ),
    vectorFromArray(
      rows.map((row) => row.at),
      new Struct([
        new Field('city', new Utf8(), true),
        new Field('tags', new List(new Field('element', new Utf8(), true)), true),
      ]),
    ),
  ]
  return new Table({ iin, visits, at } as never)
}

describe('a table that a host hands over in partitions', () => {
  it('becomes the records of a run over the same records as CSV', async () => {
    const p = project(FILES)
    ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
    await hosted(p, divided(4))
    expect(released(p, 'out')).toEqual(released(p, 'single'))
    expect(released(p, 'out').records.out).toBeGreaterThan(150)
    expect(p.below('out/data')).toEqual(['people/', ...[0, 1, 2, 3].map((i) => `people/part-0000${i}.csv`)])
    expect(p.below('run')).toEqual(['published', 'run.json'])
    // Whose records they are is known as after any run.
    const use = ['use', 'out', '--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml'] // prettier-ignore
    ended(p, use)
    p.write('consents.csv', `${FILES['consents.csv']}${consent(ALL[1]!.iin, 'withdrawn').join()}\n`)
    expect(p.perde(use).status).toBe(77)
  }, 120_000)

  it('becomes the records of a run over the same records as Parquet, as another number of partitions and batches', async () => {
    const p = project({ ...FILES, 'policy.yaml': POLICY.replace('people.csv', 'people.parquet') })
    const keep = POLICY.slice(0, POLICY.indexOf('purpose:')).replace(/^ +subject.*\n/m, '')
    p.write(
      'convert.yaml',
      `${keep}${CONTRACT}fields: { people: { iin: { role: identifier, do: keep }, '*': { role: quasi-identifier, do: keep } } }\noutput: { format: parquet }\n`,
    )
    ended(p, ['run', 'convert.yaml', '--out', 'typed', '--source', 'people=people.csv'])
    copyFileSync(p.path('typed/data/people.parquet'), p.path('people.parquet'))
    ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
    const empty = partition(COLUMNS, [])
    await hosted(p, [empty, ...divided(2, 7, TEXTS), empty])
    expect(released(p, 'out')).toEqual(released(p, 'single'))
    expect(p.json<{ outputs: { records: number }[] }>('out/manifest.json').outputs.map((o) => o.records)[0]).toBe(0)
  }, 120_000)

  it('is packed or divided as the policy says, with fields that the first pass decides about', async () => {
    const detect = POLICY.replace('unlisted: fail', 'unlisted: detect').replace('    floor: insensitive\n', '')
    const p = project({ ...FILES, 'policy.yaml': detect.replace('format: csv', 'format: jsonl, file-size: 2KiB, compression: gzip') }) // prettier-ignore
    ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
    await hosted(p, divided(2, 20, TEXTS))
    expect(released(p, 'out')).toEqual(released(p, 'single'))
    expect(p.below('out/data').length).toBeGreaterThan(4)
  }, 120_000)

  it('keeps back whom a ledger of releases would single out, as one process does', async () => {
    const files = {
      ...FILES,
      'policy.yaml': POLICY.replace('k: 5,', 'k: 5, releases: ledger,'),
      'first.csv': csv(COLUMNS, TEXTS.slice(0, 297)),
    }
    const first = ['run', 'policy.yaml', '--source', 'people=first.csv', '--out', 'first', ...AS_OF]
    const [p, q] = [project(files), project(files)]
    for (const own of [p, q]) ended(own, first)
    ended(p, ['run', 'policy.yaml', '--out', 'out', ...AS_OF])
    await hosted(q, divided(2, 40))
    expect(released(q, 'out')).toEqual(released(p, 'out'))
    // Those who came: in classes of their own they would stand out beside the first release.
    expect(released(q, 'out').records).toMatchObject({ suppressed: 3 })
  }, 120_000)

  it('keeps its types and what is nested', async () => {
    const rows = ALL.slice(0, 40).map(({ iin }, i) => ({ iin, visits: i % 5 === 0 ? null : i, at: { city: 'A', tags: [`t${i}`] } })) // prettier-ignore
    const bytes = tableToIPC(tableOf(rows), 'stream')
    const p = project({ 'policy.yaml': NESTED })
    await hosted(p, [{ schema: schemaOf(bytes), batches: [bytes], rows: rows.length }])
    const written = tableFromIPC(p.bytes('out/data/people.arrow'))
    expect(written.getChild('visits')!.toJSON()).toEqual(rows.map(({ visits }) => visits))
    expect(JSON.stringify(written.get(3)!['at'])).toBe('{"city":"*","tags":["t3"]}')
  }, 60_000)

  it('has no values of its records in what lies open while the run goes on', async () => {
    const p = project(FILES)
    const partitions = divided(2)
    const begun = begin(p, partitions)
    const lines = await pass(p, begun, 'profile', partitions)
    const open = readdirSync(p.path('run'), { recursive: true, withFileTypes: true })
      .filter((e) => e.isFile())
      .map((e) => readFileSync(`${e.parentPath}/${e.name}`))
    for (const text of [...open, ...lines.map((line) => Buffer.from(line))])
      expect(ALL.filter(({ iin, born }) => text.includes(iin) || text.includes(born))).toEqual([])
  }, 60_000)
})

describe('attempts', () => {
  /** A run with a plan, and the results of its second pass by two workers. */
  async function twice() {
    const p = project({ ...FILES, 'policy.yaml': PLAIN })
    const partitions = divided(2)
    const begun = begin(p, partitions)
    ended(p, ['plan', '--run', 'run'])
    const [first, second] = [
      await pass(p, begun, 'apply', partitions, 'a'),
      await pass(p, begun, 'apply', partitions, 'b'),
    ]
    const refused = (line: string | object) => {
      const { status, stderr } = p.perde(['put', '--run', 'run'], {
        input: typeof line === 'string' ? line : JSON.stringify(line),
      })
      return `${status} ${/\[(\w+)\]/.exec(stderr)?.[1]}`
    }
    return { p, begun, partitions, first, second, refused, result: JSON.parse(first[0]!) as Attempt }
  }

  it('may be doubled, lost and put again: the first that is put counts', async () => {
    const { p, first, second } = await twice()
    ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
    const put = (lines: string[]) => p.perde(['put', '--run', 'run'], { input: lines.join('\n') })
    rmSync(p.path('run/attempts/apply-0-a'), { recursive: true })
    expect(put(first)).toMatchObject({ status: 78 })
    expect(p.has('run/parts')).toBe(false)
    expect(put([first[1]!, second[1]!, second[0]!, '']).stderr).toBe(
      'apply of shard 1 of 2: done\napply of shard 1 of 2: was done already\napply of shard 0 of 2: done\n',
    )
    expect(put([second[1]!]).stderr).toBe('apply of shard 1 of 2: was done already\n')
    ended(p, ['publish', '--run', 'run'])
    expect(released(p, 'out')).toEqual(released(p, 'single'))
    expect(put(first).stderr).toContain('was done already')
  }, 120_000)

  it('are refused where they are not what a worker of this run gave, and leave nothing', async () => {
    const { p, refused, result } = await twice()
    const before = p.below('run/attempts')
    expect(refused('{')).toBe('65 INPUT_REQUEST')
    expect(refused({ ...result, folder: undefined })).toBe('65 INPUT_REQUEST')
    expect(refused({ ...result, files: [{ name: 'data/x' }] })).toBe('65 INPUT_REQUEST')
    const mismatch = '78 PLAN_MISMATCH'
    expect(refused({ ...result, run: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })).toBe(mismatch)
    expect(refused({ ...result, shard: 2 })).toBe(mismatch)
    expect(refused({ ...result, folder: 'attempts/none' })).toBe(mismatch)
    expect(refused({ ...result, files: [] })).toBe(mismatch)
    expect(refused({ ...result, files: result.files.slice(1) })).toBe(mismatch)
    expect(refused({ ...result, files: [result.files[0], { name: 'data/../../../run.json', bytes: 1 }] })).toBe(
      mismatch,
    )
    expect(refused({ ...result, files: result.files.map((file) => ({ ...file, bytes: file.bytes + 1 })) })).toBe(
      mismatch,
    )
    const { folder } = result
    cpSync(folder, p.path('linked'), { recursive: true })
    rmSync(p.path('linked/data/people/part-00000.csv'))
    symlinkSync(`${folder}/data/people/part-00000.csv`, p.path('linked/data/people/part-00000.csv'))
    expect(refused({ ...result, folder: p.path('linked') })).toBe(mismatch)
    expect(p.below('run/attempts')).toEqual(before)
    expect(p.has('run/parts')).toBe(false)
  }, 60_000)

  it('whose bytes were changed on their way publish nothing', async () => {
    const { p, first } = await twice()
    const { folder } = JSON.parse(first[1]!) as Attempt
    const path = `${folder}/data/people/part-00001.csv`
    writeFileSync(
      path,
      readFileSync(path).map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
    )
    ended(p, ['put', '--run', 'run'], first.join('\n'))
    expect(p.perde(['publish', '--run', 'run'])).toMatchObject({ status: 78 })
    expect(p.has('out')).toBe(false)
  }, 60_000)

  it('of a table that was another at the second pass do not count', async () => {
    const p = project(FILES)
    const [a, b] = divided(2) as [Partition, Partition]
    const begun = begin(p, [a, b])
    ended(p, ['put', '--run', 'run'], (await pass(p, begun, 'profile', [a, b])).join('\n'))
    ended(p, ['plan', '--run', 'run'])
    const input = (await pass(p, begun, 'apply', [b, a])).join('\n')
    const { status, stderr } = p.perde(['put', '--run', 'run'], { input })
    expect({ status, stderr }).toMatchObject({ status: 65, stderr: expect.stringContaining('INPUT_CHANGED') })
    expect([p.has('run/parts'), p.has('out')]).toEqual([false, false])
    ended(p, ['put', '--run', 'run'], (await pass(p, begun, 'apply', [a, b], 'again')).join('\n'))
    ended(p, ['publish', '--run', 'run'])
  }, 60_000)
})

describe('a run with a table of a host', () => {
  it('is refused where partitions and schema do not fit the policy', () => {
    const p = project({ 'policy.yaml': PLAIN, 'consents.csv': FILES['consents.csv'], 'people.arrow': divided(1)[0]!.schema, 'text.csv': 'iin\n' }) // prettier-ignore
    let n = 0
    const refused = (...args: string[]) => {
      const { status, stderr } = p.perde([
        'shard',
        'policy.yaml',
        '--run',
        `run${n++}`,
        '--out',
        'out',
        '--quiet',
        ...args,
      ])
      return `${status} ${/\[(\w+)\]/.exec(stderr)?.[1]}`
    }
    const schema = ['--schema', 'people.arrow']
    for (const text of ['-1', 'x', '1.5', 'nobody=2', '100001', '9'.repeat(12)])
      expect(refused('--partitions', text, ...schema), text).toBe('2 USAGE')
    expect(refused('--partitions', '2')).toBe('2 USAGE')
    expect(refused(...schema)).toBe('2 USAGE')
    expect(refused('--partitions', '2', ...schema, '--bytes', 'many')).toBe('2 USAGE')
    expect(refused('--partitions', '2', '--schema', 'none.arrow')).toMatch(/^69|^65/)
    expect(refused('--partitions', '2', '--schema', 'text.csv')).toBe('65 INPUT_ARROW')
    const other = tableToIPC(tableOf([{ iin: '1', visits: 1, at: { city: '', tags: [''] } }]), 'stream')
    p.write('other.arrow', other)
    expect(refused('--partitions', '2', '--schema', 'other.arrow')).toBe('78 PLAN_MISMATCH')
    expect(p.has('out')).toBe(false)
  }, 60_000)

  it('has no task that would read nothing in the place of a partition', () => {
    const p = project({ ...FILES, 'policy.yaml': PLAIN })
    begin(p, divided(2))
    ended(p, ['plan', '--run', 'run'])
    for (const step of ['profile', 'apply'])
      expect(p.perde([step, '--run', 'run', '--shard', '0'])).toMatchObject({ status: 2 })
    expect(p.perde(['publish', '--run', 'run'])).toMatchObject({ status: 78 })
  }, 60_000)
})

describe('a worker', () => {
  /** One that has a partition open, of a run with a plan. */
  async function open(batch = divided(1)[0]!): Promise<{ worker: Worker; p: Project }> {
    const p = project({ ...FILES, 'policy.yaml': PLAIN })
    const begun = begin(p, [batch])
    ended(p, ['plan', '--run', 'run'])
    const worker = startWorker()
    await worker.next()
    const asking = { run: begun.run, code: begun.code, mode: 'apply', shard: 0, attempt: 'a', protocol: 1 }
    worker.send(TYPE.init, initBody(asking, [['schema', batch.schema], ...piecesOf(p)]))
    expect((await worker.next())?.type).toBe(TYPE.ready)
    return { worker, p }
  }

  it('says CANCELLED at SIGTERM, wherever it is', async () => {
    const { worker } = await open()
    worker.child.kill('SIGTERM')
    let last: number | undefined
    for (let got = await worker.next(); got; got = await worker.next()) last = got.type
    expect(last).toBe(TYPE.cancelled)
    expect(await worker.ended).toMatchObject({ status: 143 })
  }, 60_000)

  it('that is killed in the middle of a batch gives no RESULT', async () => {
    const { worker, p } = await open()
    worker.raw(frame(TYPE.batch, divided(1, 300)[0]!.batches[0]!).subarray(0, 2000))
    worker.child.kill('SIGKILL')
    for (let got = await worker.next(); got; got = await worker.next()) expect(got.type).toBe(TYPE.batch)
    expect(await worker.ended).toMatchObject({ signal: 'SIGKILL' })
    expect(p.has('out')).toBe(false)
  }, 60_000)

  it('waits for a host that does not read, in memory that does not grow with what was sent', async () => {
    const { worker } = await open()
    const batch = frame(TYPE.batch, partition(COLUMNS, Array.from({ length: 20_000 }, (_, i) => ROWS[i % 300]!), 20_000).batches[0]!) // prettier-ignore
    const memory = () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${worker.child.pid}/status`, 'utf8'))![1]) / 1024
    const { stdin } = worker.child as { stdin: NodeJS.WritableStream & { writableLength: number } }
    // 80 MB of batches: what the pipes do not hold waits here.
    const total = 80 * 1024 * 1024
    for (let sent = 0; sent < total; sent += batch.length) stdin.write(batch)
    let before = -1
    for (let now = stdin.writableLength; now !== before; now = stdin.writableLength) {
      before = now
      await new Promise((resolve) => setTimeout(resolve, 2000))
    }
    expect(stdin.writableLength).toBeGreaterThan(total / 2)
    expect(memory()).toBeLessThan(250)
    worker.child.kill('SIGTERM')
    expect(await once(worker.child, 'exit')).toEqual([143, null])
  }, 120_000)
})
