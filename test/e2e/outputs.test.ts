import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { releaseFiles } from '../../src/evidence/release/release-files.ts'
import { CONTRACT, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'
import { entriesOf, expectLogHolds, expectNothingLeft } from './refusal.ts'

const run = (p: Project, ...args: string[]) => p.perde(['run', 'policy.yaml', '--workers', '1', ...args])

/** Everything below a folder, with the digests of the files. */
function snapshot(p: Project, folder: string): Record<string, string> {
  const digest = (name: string) =>
    createHash('sha256')
      .update(p.bytes(`${folder}/${name}`))
      .digest('hex')
  return Object.fromEntries(p.below(folder).map((name) => [name, name.endsWith('/') ? '' : digest(name)]))
}

describe('a run that would write where something is already', () => {
  let p: Project
  let release: Record<string, string>
  beforeAll(() => {
    p = project({ 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(people(5)) }, afterAll)
    expect(run(p, '--out', 'release')).toMatchObject({ status: 0 })
    release = snapshot(p, 'release')
    p.write('folder/keep.txt', 'mine')
    p.write('in/people.csv', peopleCsv(people(5)))
    symlinkSync('release', p.path('link'))
    symlinkSync('in', p.path('link-in'))
  })
  afterAll(() => expectLogHolds(p))

  /** `code`: what says so; where two checks may be first, either. Nothing that was there changes. */
  const PLACES: { what: string; args: string[]; code: RegExp; kept: string[] }[] = [
    { what: 'a folder that is no release', args: ['--out', 'folder'], code: /OUTPUT_EXISTS/, kept: ['folder'] },
    {
      what: 'a folder that is no release, with --replace',
      args: ['--out', 'folder', '--replace'],
      code: /OUTPUT_EXISTS/,
      kept: ['folder'],
    },
    { what: 'a file', args: ['--out', 'policy.yaml', '--replace'], code: /OUTPUT_EXISTS/, kept: [] },
    { what: 'a release', args: ['--out', 'release'], code: /OUTPUT_EXISTS/, kept: ['release'] },
    {
      what: 'the release that it reads',
      args: ['--out', 'release', '--replace', '--source', 'people=release/data/people.csv'],
      code: /OUTPUT_IS_INPUT/,
      kept: ['release'],
    },
    {
      what: 'the release that it reads, under the name of a link',
      args: ['--out', 'link', '--replace', '--source', 'people=release/data/people.csv'],
      code: /OUTPUT_IS_INPUT|OUTPUT_INVALID/,
      kept: ['release'],
    },
    {
      what: 'the release that it reads by the name of a link',
      args: ['--out', 'release', '--replace', '--source', 'people=link/data/people.csv'],
      code: /OUTPUT_IS_INPUT/,
      kept: ['release'],
    },
    {
      what: 'the folder of its input',
      args: ['--out', 'in', '--replace', '--source', 'people=in/people.csv'],
      code: /OUTPUT_IS_INPUT|OUTPUT_EXISTS/,
      kept: ['in'],
    },
    {
      what: 'the folder of its input, under the name of a link',
      args: ['--out', 'link-in', '--source', 'people=in/people.csv'],
      code: /OUTPUT_IS_INPUT|OUTPUT_EXISTS|OUTPUT_INVALID/,
      kept: ['in'],
    },
    {
      what: 'its input',
      args: ['--out', 'in/people.csv', '--source', 'people=in/people.csv'],
      code: /OUTPUT_IS_INPUT|OUTPUT_EXISTS/,
      kept: ['in'],
    },
    ...['in', 'in/**/*.csv', 'link-in/**'].flatMap((source) =>
      [[], ['--replace'], ['--resume'], ['--dry-run']].map((more) => ({
        what: `what ${source} would read ${more.join()}`,
        args: ['--out', 'in/out', '--source', `people=${source}`, ...more],
        code: /OUTPUT_IS_INPUT/,
        kept: ['in'],
      })),
    ),
    {
      what: 'a log that its source would read',
      args: ['--out', 'out', '--source', 'people=in', '--log', 'in/log'],
      code: /OUTPUT_INVALID/,
      kept: ['in'],
    },
    {
      what: 'its log',
      args: ['--out', 'perde-log', '--replace'],
      code: /OUTPUT_EXISTS|OUTPUT_INVALID/,
      kept: ['perde-log/keys'],
    },
    {
      what: 'the folder that holds its log, which would go with the old release',
      args: ['--out', 'release', '--replace', '--log', 'release/log'],
      code: /OUTPUT_INVALID|OUTPUT_EXISTS|USAGE/,
      kept: ['release'],
    },
  ]
  for (const { what, args, code, kept } of PLACES)
    it(`refuses ${what} and changes nothing there`, () => {
      const before = kept.map((folder) => snapshot(p, folder))
      const ran = run(p, ...args)
      expect(ran.stderr).toMatch(new RegExp(`\\[(${code.source})\\]`))
      expect([2, 78]).toContain(ran.status)
      expect(ran.stderr).toContain('perde: hint: ')
      expect(kept.map((folder) => snapshot(p, folder))).toEqual(before)
      expect(p.below().filter((name) => /(^|\/)\.[^/]*\.perde-/.test(name))).toEqual([])
    })

  it('knows every file of a release that a source might read', () => {
    const known = new Set([...releaseFiles(['data/people.csv']), '_SUCCESS'])
    const there = Object.keys(release).filter((name) => !name.endsWith('/'))
    expect(there.map((name) => name.replace(/^proof\/\d+\./, 'proof/0.')).filter((name) => !known.has(name))).toEqual(
      [],
    )
  })

  it.each([
    ['out', ['run', 'policy.yaml', '--out', 'hdfs://nn/out'], 's3://bucket/key'],
    ['out of a file', ['run', 'policy.yaml', '--out', 'file:///nowhere/out'], 'give the path alone'],
    ['out of a policy', ['run', 'elsewhere.yaml'], 's3://bucket/key'],
    ['log', ['run', 'policy.yaml', '--out', 'out', '--log', 'dbfs:/log'], 'or s3://bucket/key'],
    ['log that is read', ['verify', 'out', '--log', 'abfss://c@a/log'], './abfss:'],
    ['folder of a run', ['shard', 'policy.yaml', '--run', 's3://bucket/run', '--out', 'out'], './s3:'],
    ['folder of a run that has begun', ['plan', '--run', 'hdfs://nn/run'], './hdfs:'],
    ['out of a run in tasks', ['shard', 'policy.yaml', '--run', 'run', '--out', 'gs://b/out'], 'name a folder'],
    ['folder of an export', ['log', 'export', '--tiles', '--out', 'hdfs://nn/tiles'], './hdfs:'],
  ] as [string, string[], string][])(
    'refuses an address of a store that it does not write to as %s',
    (_, args, hint) => {
      p.write('elsewhere.yaml', peoplePolicy(undefined, { more: 'output: { path: hdfs://nn/out }\n' }))
      const before = p.below()
      const { status, stderr } = p.perde(args)
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('[USAGE]') as string })
      expect(stderr).toContain(hint)
      expect(p.below()).toEqual(before)
    },
  )

  it('takes a folder that is called as an address begins', () => {
    const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', './hdfs:/out', '--log', './hdfs:/log'])
    expect({ status, stderr }).toEqual({ status: 0, stderr })
    expect([p.has('hdfs:/out/manifest.json'), p.has('hdfs:/log/checkpoint')]).toEqual([true, true])
  })

  it('refuses what its source would read in tasks too', () => {
    const before = snapshot(p, 'in')
    const ran = p.perde(['shard', 'policy.yaml', '--run', 'R', '--out', 'in/out', '--source', 'people=in/**/*.csv'])
    expect(ran).toMatchObject({ status: 78, stderr: expect.stringContaining('[OUTPUT_IS_INPUT]') })
    expect(snapshot(p, 'in')).toEqual(before)
  })

  it('takes a place below its source that the source does not read', () => {
    const out = ['--out', 'in/out', '--source', 'people=in/*.csv']
    expect(run(p, ...out)).toMatchObject({ status: 0 })
    expect(run(p, ...out, '--replace')).toMatchObject({ status: 0 })
    expect(p.json<{ inputs: unknown[] }>('in/out/manifest.json').inputs).toHaveLength(1)
  })

  it('leaves the release that was there as it was', () => {
    expect(snapshot(p, 'release')).toEqual(release)
    expect(p.perde(['verify', 'release']).status).toBe(0)
  })
})

describe('a run that cannot write', () => {
  it('ends with 69 where the output path can hold no folder', () => {
    const p = project({ 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(people(5)) })
    const ran = run(p, '--out', 'policy.yaml/below/out')
    expect(ran.status).toBe(69)
    expect(ran.stderr).toContain('[IO_FAILED]')
    expectLogHolds(p)
  })

  it('ends with 69 and leaves nothing when the space ends in the middle of a file', () => {
    const p = project({ 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(people(5000)) })
    // No file may grow beyond 64 KiB; the log and the plan are smaller, the records are not.
    const limit = ['sh', '-c', 'ulimit -f 128 && exec "$@"', 'sh']
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1'], { under: limit })
    expect(ran.stderr).toContain('[NO_SPACE]')
    expect(ran.status).toBe(69)
    expect(p.has('out')).toBe(false)
    expectNothingLeft(p)
    expectLogHolds(p)
    expect(entriesOf(p).at(-1)).toMatchObject({ type: 'run.abort', code: 'NO_SPACE' })
    expect(run(p, '--out', 'out').status).toBe(0)
  })
})

describe('a run to standard output', () => {
  it('prints the records and nothing else, and keeps no copy of them', () => {
    const everybody = people(50)
    const p = project({ 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(everybody) })
    const ran = run(p, '--out', '-')
    expect(ran.status).toBe(0)
    expect(ran.stdout.split('\n').length).toBe(52)
    expect(run(p, '--out', 'out').status).toBe(0)
    expect(ran.stdout).toBe(p.text('out/data/people.csv'))
    expect(p.below('perde-log').filter((name) => name.includes('data/people'))).toEqual([])
    expectLogHolds(p)
  })

  it('refuses two inputs before anything is read or written', () => {
    const p = project({
      'policy.yaml': peoplePolicy(CONTRACT, { input: "'in/*.csv'" }),
      'in/a.csv': peopleCsv(people(3)),
      'in/b.csv': peopleCsv(people(3, 10)),
    })
    const ran = run(p, '--out', '-')
    expect(ran).toMatchObject({ status: 2, stdout: '' })
    expect(ran.stderr).toContain('[USAGE]')
    const left = p.below().filter((name) => name.startsWith('perde-log/') && name.includes('data'))
    expect(left).toEqual([])
    if (p.has('perde-log')) expect(entriesOf(p).filter((e) => e.type === 'run.commit')).toEqual([])
  })

  it('ends well when its reader has seen enough', () => {
    const p = project({ 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(people(20_000)) })
    const pipe = ['sh', '-c', '{ "$@"; echo "status $?" >&2; } | head -n 1', 'sh']
    const ran = p.perde(['run', 'policy.yaml', '--out', '-', '--quiet', '--workers', '1'], { under: pipe })
    expect(ran).toMatchObject({ stdout: 'iin,city\n', stderr: 'status 0\n' })
    expect(p.below('perde-log').filter((name) => name.includes('data/people'))).toEqual([])
    expectLogHolds(p)
  })
})

describe('what a killed run left beside the output path', () => {
  it('is removed by the next run to that path', () => {
    const p = project({ 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(people(3)) })
    mkdirSync(p.path('.out.perde-01ARZ3NDEKTSV4RRFFQ69G5FAV/data'), { recursive: true })
    p.write('.out.perde-01ARZ3NDEKTSV4RRFFQ69G5FAV/data/people.csv', 'half')
    p.write('.out.perde-mine', 'not of perde')
    expect(run(p, '--out', 'out').status).toBe(0)
    expect(p.below().filter((name) => name.startsWith('.out.'))).toEqual(['.out.perde-mine'])
    rmSync(p.path('.out.perde-mine'))
    expectNothingLeft(p)
  })
})
