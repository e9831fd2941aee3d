import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CONSENT, consentsOf, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'
import { keptProject } from './kept-project.ts'
import { entriesOf, expectLogHolds } from './refusal.ts'
import { CHANGING, canTrace, inject, trace } from './strace.ts'

const FEW = people(12)
const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'team']

/** A release by consent, so that the log keeps who is in it; `retain`: until when it may be kept. */
function releasedUntil(retain: string, after?: (remove: () => void) => void, ...args: string[]): Project {
  const policy = peoplePolicy(CONSENT, { more: `output: { retain-until: ${retain} }\n` })
  const register = consentsOf(FEW)
  const p = project({ 'policy.yaml': policy, 'people.csv': peopleCsv(FEW), 'consents.csv': register }, after)
  const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet', ...args])
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  return p
}

const released = keptProject((after) => releasedUntil('2035-01-01', after))

const purges = (p: Project) => entriesOf(p).filter(({ type }) => type === 'release.purge')

/** No data, nobody's decision, both entries, and everything else as it was. */
function expectPurged(p: Project, reason: string): void {
  expect(p.below('out')).toContain('manifest.json')
  expect(p.has('out/data')).toBe(false)
  expect(p.below('perde-log').filter((name) => /^decisions\/./.test(name))).toEqual([])
  expect(purges(p).at(-1)).toMatchObject({ state: 'done', reason, outputs: 1, records: 12 })
  const verified = p.perde(['verify', 'out'])
  expect(verified.status).toBe(65)
  expect(verified.stderr).toMatch(
    /^perde: out: the release was purged \(\w+, \d{4}-\d\d-\d\d\): its data is gone {3}\[PURGED\]\n/,
  )
  const used = p.perde(['use', 'out', ...TERMS, '--', 'touch', 'started'])
  expect(used).toMatchObject({ status: 77, stdout: '' })
  expect(used.stderr).toContain('[DENIED_PURGED]')
  expect(p.has('started')).toBe(false)
  expectLogHolds(p)
}

/** What was to go is there, and nobody is told that it is gone. */
function expectThere(p: Project, how: string, there: string): void {
  const { status, stderr } = p.perde(['verify', 'out'])
  expect(stderr.replace(/\d{4}-\d\d-\d\d/, 'DAY')).toMatch(
    new RegExp(
      `^perde: out: the release ${how} \\(\\w+, DAY\\): files of its data are ${there}: 1 of 1 {3}\\[PURGED\\]\\n` +
        'perde: data/people\\.csv: a file that was to be destroyed is there, as it was released {3}\\[PURGED_FILE\\]\\n' +
        'perde: error: what was to be purged of out is there: 1 problem\\n$',
    ),
  )
  expect(status).toBe(65)
}

describe('R42: a purge', () => {
  it('is told as one where something else is wrong with what is left', () => {
    const p = released()
    expect(p.perde(['purge', 'out', '--reason', 'ordered']).status).toBe(0)
    p.write('out/data/people.csv', 'iin,city\n')
    p.write('out/note.txt', 'somebody was here')
    const { status, stderr } = p.perde(['verify', 'out'])
    expect(stderr.split('\n').map((line) => line.replace(/\d{4}-\d\d-\d\d/, 'DAY'))).toEqual([
      'perde: out: the release was purged (ORDERED, DAY): files of its data are there again: 1 of 1   [PURGED]',
      expect.stringMatching(/^perde: data\/people\.csv: .* {3}\[FILE_SIZE\]$/),
      'perde: note.txt: a file is in the release that the manifest does not name   [FILE_ADDED]',
      'perde: error: what is left of out is not as it was released: 2 problems',
      '',
    ])
    expect(status).toBe(65)
  })

  it('destroys the data and what leads from it to people, and says so for ever', () => {
    const p = released()
    expect(p.below('perde-log').some((name) => name.startsWith('decisions/'))).toBe(true)
    const ran = p.perde(['purge', 'out', '--reason', 'ordered'])
    expect(ran.stderr).toContain('perde: purged out (ORDERED): 1 data file removed')
    expect(ran).toMatchObject({ status: 0, stdout: '' })
    expect(purges(p).map(({ state }) => state)).toEqual(['begun', 'done'])
    expectPurged(p, 'ORDERED')
    const again = p.perde(['purge', 'out', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ reason: 'ORDERED', removed: 0, before: true })
    expect(purges(p).length).toBe(2)
  })

  it('needs no reason once the date is past, and another one before', () => {
    const p = releasedUntil('2026-02-01', undefined, '--as-of', '2026-01-01T00:00:00Z')
    expect(p.perde(['purge', 'out']).status).toBe(0)
    expectPurged(p, 'RETENTION')
    const early = released()
    for (const args of [[], ['--reason', 'retention'], ['--reason', 'boredom']]) {
      const ran = early.perde(['purge', 'out', ...args])
      expect(ran.status).toBe(2)
      expect(ran.stderr).toContain('[USAGE]')
    }
    expect(early.has('out/data/people.csv')).toBe(true)
    expect(purges(early)).toEqual([])
  })

  it('of data that somebody put back takes it away again', () => {
    const p = released()
    cpSync(p.path('out/data'), p.path('kept'), { recursive: true })
    p.perde(['purge', 'out', '--reason', 'faulty'])
    cpSync(p.path('kept'), p.path('out/data'), { recursive: true })
    expectThere(p, 'was purged', 'there again')
    for (const args of [
      ['report', 'out'],
      ['pack', 'out', '--out', 'again.tar'],
    ])
      expect(p.perde(args).stderr).toMatch(
        /the release was purged \(FAULTY, \d{4}-\d\d-\d\d\): files of its data are there again: 1 of 1[^]*\[DENIED_PURGED\]/,
      )
    expect(p.has('again.tar')).toBe(false)
    expect(p.perde(['use', 'out', ...TERMS]).status).toBe(77)
    expect(p.perde(['purge', 'out']).status).toBe(0)
    expectPurged(p, 'FAULTY')
  })

  it('follows no link that stands in the place of the data', () => {
    const p = released()
    mkdirSync(p.path('other'))
    p.write('other/people.csv', 'not yours\n')
    rmSync(p.path('out/data'), { recursive: true })
    symlinkSync(p.path('other'), p.path('out/data'))
    const refused = p.perde(['purge', 'out', '--reason', 'ordered'])
    expect([refused.status, refused.stderr]).toEqual([65, expect.stringContaining('[RELEASE_TAMPERED]')])
    expect(p.text('other/people.csv')).toBe('not yours\n')
    expect(purges(p)).toEqual([])
  })

  it('leaves what the release does not name, and says so', () => {
    const p = released()
    p.write('out/data/notes.txt', 'not yours\n')
    const ran = p.perde(['purge', 'out', '--reason', 'ordered'])
    expect(ran.stderr).toContain('1 file in the folder of the data that the release does not name was left')
    expect([p.text('out/data/notes.txt'), p.has('out/data/people.csv')]).toEqual(['not yours\n', false])
    mkdirSync(p.path('copy'))
    p.write('copy/manifest.json', p.text('out/manifest.json'))
    p.write('copy/data/mine.txt', 'precious\n')
    p.perde(['purge', 'copy', '--reason', 'ordered'])
    expect(p.text('copy/data/mine.txt')).toBe('precious\n')
  })

  it('of a copy is refused where the record of the release was made to name another place', () => {
    const p = released()
    cpSync(p.path('out'), p.path('copy'), { recursive: true })
    const record = p.below('perde-log/releases').find((name) => name.endsWith('.json'))!
    p.write(`perde-log/releases/${record}`, p.text(`perde-log/releases/${record}`).replace(p.path('out'), '/nowhere'))
    expect(p.perde(['purge', 'copy', '--reason', 'ordered']).status).not.toBe(0)
    expect(purges(p)).toEqual([])
    expect(p.has('copy/data/people.csv')).toBe(true)
  })

  it('destroys nothing by a manifest that was changed, by another log, or of a copy', () => {
    const p = released()
    cpSync(p.path('out'), p.path('copy'), { recursive: true })
    cpSync(p.path('out'), p.path('changed'), { recursive: true })
    p.write('changed/manifest.json', p.text('out/manifest.json').replace('"records"', '"records" '))
    const other = project({ 'people.csv': peopleCsv(FEW), 'policy.yaml': peoplePolicy() })
    other.perde(['run', 'policy.yaml', '--out', 'out', '--quiet', '--workers', '1'])
    const cases: [string[], string, number][] = [
      [['copy'], 'USAGE', 2],
      [['changed'], 'RELEASE_TAMPERED', 65],
      [['out', '--log', other.path('perde-log')], 'DENIED', 77],
      [['people.csv'], 'RELEASE_INVALID', 65],
      [['s3://bucket/releases/one'], 'USAGE', 2],
      [['out', '--log', 'nowhere'], 'LOG_INVALID', 65],
    ]
    for (const [args, code, status] of cases) {
      const ran = p.perde(['purge', ...args, '--reason', 'ordered'])
      expect(ran.stderr, args[0]).toContain(`[${code}]`)
      expect(ran.status).toBe(status)
    }
    for (const place of ['out', 'copy', 'changed']) expect(p.has(`${place}/data/people.csv`)).toBe(true)
    expect(purges(p)).toEqual([])
  })

  /** A sealed release whose log keeps a key that opens every copy of it. */
  const sealed = (log = 'perde-log') => {
    const more = `output: { seal: true }\naudit: { log: ${log} }\n`
    const p = project({ 'people.csv': peopleCsv(FEW), 'policy.yaml': peoplePolicy(undefined, { more }) })
    expect(make(p)).toMatchObject({ status: 0 })
    return p
  }
  const make = (p: Project, ...args: string[]) =>
    p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet', ...args])
  const opens = (p: Project, release: string, ...log: string[]) =>
    p.perde(['use', release, ...TERMS, ...log, '--', 'sh', '-c', 'head -n 1 "$PERDE_DATA"']).status === 0
  const dataKeys = (p: Project) => p.below('perde-log/releases').filter((name) => name.endsWith('.datakey'))

  it('asks the log that the release names, not a copy of it that stands where a log usually does', () => {
    const p = sealed('own-log')
    cpSync(p.path('own-log'), p.path('perde-log'), { recursive: true })
    cpSync(p.path('out'), p.path('copy'), { recursive: true })
    for (const given of [{ args: ['--log', 'perde-log'] }, { args: [], env: { PERDE_LOG: 'perde-log' } }]) {
      const refused = p.perde(['purge', 'out', '--reason', 'ordered', ...given.args], { env: given.env ?? {} })
      expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining(`where: ${p.path('own-log')}`)])
    }
    expect(opens(p, 'out', '--log', 'own-log')).toBe(true)
    const ran = p.perde(['purge', 'out', '--reason', 'ordered'])
    expect([ran.status, ran.stderr]).toEqual([0, expect.stringContaining('logged in own-log')])
    expect(entriesOf(p, 'own-log').filter(({ type }) => type === 'release.purge').length).toBe(2)
    expect(purges(p)).toEqual([])
    expect(opens(p, 'copy', '--log', 'own-log')).toBe(false)
  })

  it.each<[string, (p: Project) => void]>([
    ['replaced', (p) => void expect(make(p, '--replace')).toMatchObject({ status: 0 })],
    ['moved, and another made in its place', (p) => (rmSync(p.path('out'), { recursive: true }), void make(p))],
    ['moved', (p) => rmSync(p.path('out'), { recursive: true })],
  ])('destroys by a copy what was %s, and leaves what stands in its place', (_, change) => {
    const p = sealed()
    for (const copy of ['copy', 'another']) cpSync(p.path('out'), p.path(copy), { recursive: true })
    const [old] = dataKeys(p)
    change(p)
    const stays = () => p.below().filter((name) => name.startsWith('out/'))
    const before = stays()
    expect(opens(p, 'copy')).toBe(true)
    const ran = p.perde(['purge', 'copy', '--reason', 'replaced'])
    expect([ran.status, ran.stderr]).toEqual([
      0,
      expect.stringContaining('purged copy (REPLACED): 1 data file removed'),
    ])
    expect(dataKeys(p)).not.toContain(old)
    for (const copy of ['copy', 'another']) {
      expect(opens(p, copy)).toBe(false)
      expect(p.perde(['verify', copy]).stderr).toContain('the release was purged (REPLACED, ')
    }
    expect(p.has('copy/data')).toBe(false)
    expect(p.perde(['purge', 'another']).status).toBe(0)
    expect(p.has('another/data')).toBe(false)
    expect(stays()).toEqual(before)
    if (before.length > 0) expect(opens(p, 'out')).toBe(true)
    expectLogHolds(p)
  })

  it('by a copy is refused while anything of the release stands at its place', () => {
    const p = sealed()
    cpSync(p.path('out'), p.path('copy'), { recursive: true })
    const manifest = p.text('out/manifest.json')
    for (const there of [manifest, manifest.replace('"records"', '"records" '), '{}', undefined]) {
      if (there === undefined) rmSync(p.path('out/manifest.json'))
      else p.write('out/manifest.json', there)
      const ran = p.perde(['purge', 'copy', '--reason', 'ordered'])
      expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining(`perde purge ${p.path('out')}`)])
    }
    expect(purges(p)).toEqual([])
    expect(dataKeys(p).length).toBe(1)
  })

  it.skipIf(!canTrace)('that was killed on its way is finished by the next', () => {
    const p = released()
    const args = ['purge', 'out', '--reason', 'withdrawn']
    const { calls } = trace(p, args, CHANGING)
    expectPurged(p, 'WITHDRAWN')
    // The call that takes the first data file away, and the one that syncs its folder behind it.
    const taken = calls.find(({ name, role }) => name.startsWith('unlink') && role.includes('people.csv'))!
    const killed = released()
    const { hit } = trace(killed, args, CHANGING, ...inject(taken, 'KILL'))
    expect(hit).toBeDefined()
    expect(purges(killed).map(({ state }) => state)).toEqual(['begun'])
    // Killed before the call, so the file is there as it was.
    expectThere(killed, 'is being purged', 'still there')
    expect(killed.perde(['use', 'out', ...TERMS]).status).toBe(77)
    // Without a reason: it is known.
    expect(killed.perde(['purge', 'out']).status).toBe(0)
    expectPurged(killed, 'WITHDRAWN')
  })
})
