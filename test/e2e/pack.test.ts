import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approvalText } from '../../src/evidence/approval/approval.ts'
import type { Entry, NewEntry } from '../../src/evidence/log/entry-schemas.ts'
import { openLog } from '../../src/evidence/log/log-writer.ts'
import { makeProofBundle } from '../../src/evidence/log/proof-bundle.ts'
import { signerOf } from '../../src/evidence/log/vkey.ts'
import { packArchive } from '../../src/evidence/pack/pack-files.ts'
import { readTar, writeTar, type ArchiveFile } from '../../src/evidence/pack/tar.ts'
import { manifestBytes, sha256Hex, successText, type Manifest } from '../../src/evidence/release/manifest.ts'
import { releaseReport } from '../../src/evidence/report/report-input.ts'
import { report } from '../../src/evidence/report/report.ts'
import { CONTRACT, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'

let base: Project
beforeAll(() => {
  const dataset = `  passport: { system: Registry, level: departmental, access-level: open, update-period: monthly }
  maker: { name: Example Clinic, bin: '891240000012' }
`
  base = project(
    {
      'policy.yaml': peoplePolicy(CONTRACT, { dataset, more: 'output: { licence: CC-BY-4.0, access: public }\n' }),
      'people.csv': peopleCsv(people(40)),
    },
    afterAll,
  )
  expect(base.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet'])).toMatchObject({ status: 0 })
  expect(base.perde(['pack', 'out', '--out', 'pack.tar'])).toMatchObject({ status: 0, stdout: '' })
  writeFileSync(base.path('key.vkey'), base.text('perde-log/keys/1.vkey'))
})

const check = (file: string, ...more: string[]) => base.perde(['pack', '--check', file, ...more])
const archived = () => readTar(base.bytes('pack.tar')).map(({ path, bytes }) => ({ path, bytes: Buffer.from(bytes) }))
const TIME = () => parseInt(base.bytes('pack.tar').toString('latin1', 136, 147), 8)

describe('the audit pack of a release', () => {
  it('has the passport, quality, makers, consents, risk, requirements and proof of it, and no value of a record', () => {
    const pack = archived().find(({ path }) => path === 'audit-pack/audit-pack.json')!.bytes
    const said = JSON.parse(pack.toString()) as Record<string, unknown>
    expect(said).toMatchObject({
      passport: {
        ...{ owner: 'Example Clinic', system: 'Registry', level: 'departmental', accessLevel: 'open' },
        updatePeriod: 'monthly',
        tables: [
          {
            name: 'people',
            columns: [
              { name: 'city', tag: 'insensitive' },
              { name: 'iin', tag: 'identifier' },
            ],
          },
        ],
      },
      passportMissing: [],
      makers: [{ name: 'Example Clinic', bin: '891240000012' }],
      quality: {
        sources: { people: { sampled: 40, fields: { iin: { missing: '<5', invalid: '<5', repeated: '<5' } } } },
      },
      consent: { records: { in: 40, used: 40, excluded: 0 } },
      requirements: { notMet: [] },
      use: { licence: 'CC-BY-4.0', access: 'public' },
    })
    const whole = base.bytes('pack.tar')
    for (const { iin, name } of people(40)) for (const text of [iin, name]) expect(whole.includes(text)).toBe(false)
  })

  it('names no article but those whose text was read', () => {
    const pack = archived()
      .find(({ path }) => path === 'audit-pack/audit-pack.json')!
      .bytes.toString()
    const articles = [...pack.matchAll(/(230-VIII|94-V|decree 925|Digital Code)[^",.;]*/g)].map(([text]) => text.trim())
    expect([...new Set(articles)].sort()).toEqual(['230-VIII art', 'decree 925 annex 1 as they were read: owner'])
    expect(pack).toContain('no conclusion of an audit, no certificate and no legal advice')
  })

  it('is the same archive every time, and is written over nothing, nor into the release', () => {
    expect(base.perde(['pack', 'out', '--out', 'again.tar']).status).toBe(0)
    expect(base.bytes('again.tar').equals(base.bytes('pack.tar'))).toBe(true)
    symlinkSync('nowhere.tar', base.path('link.tar'))
    for (const out of ['pack.tar', 'link.tar'])
      expect(base.perde(['pack', 'out', '--out', out])).toMatchObject({ status: 78 })
    expect(base.perde(['pack', 'out', '--out', 'out/pack.tar'])).toMatchObject({ status: 78 })
    expect(base.perde(['pack', 'out'])).toMatchObject({ status: 2 })
  })

  it('is checked without its release: by perde, and by a shell', () => {
    expect(check('pack.tar')).toMatchObject({ status: 3, stdout: '' })
    expect(check('pack.tar', '--trust', 'key.vkey')).toMatchObject({ status: 0 })
    // The key of another log of the same policy.
    expect(base.perde(['run', 'policy.yaml', '--out', 'other', '--log', 'other-log', '--quiet']).status).toBe(0)
    expect(check('pack.tar', '--trust', 'other-log/keys/1.vkey').status).toBe(65)
    mkdirSync(base.path('un'))
    const sh = (command: string) => spawnSync('sh', ['-c', command], { cwd: base.path('un'), encoding: 'utf8' })
    expect(sh('tar xf ../pack.tar && cd audit-pack && sha256sum --quiet -c SHA256SUMS').status).toBe(0)
    expect(sh('cd audit-pack/release && sha256sum -c _SUCCESS').status).toBe(0)
    cpSync(base.path('out/proof/verify.sh'), base.path('own.sh'))
    expect(sh('sh ../own.sh --alone ../key.vkey audit-pack/release/proof').status).toBe(0)
  })

  it('is made of no release that is not what was released', () => {
    cpSync(base.path('out'), base.path('bad'), { recursive: true })
    writeFileSync(
      base.path('bad/quality.json'),
      readFileSync(base.path('bad/quality.json'), 'utf8').replace('40', '41'),
    )
    expect(base.perde(['pack', 'bad', '--out', 'bad.tar'])).toMatchObject({ status: 65 })
    expect(base.has('bad.tar')).toBe(false)
    expect(base.perde(['purge', 'out', '--reason', 'ordered']).status).toBe(0)
    const purged = base.perde(['pack', 'out', '--out', 'purged.tar'])
    expect(purged.stderr).toMatch(/the release was purged \(ORDERED, \d{4}-\d\d-\d\d\): its data is gone/)
    expect(purged.stderr).toContain('[DENIED_PURGED]')
    expect(purged.status).toBe(77)
    const report = base.perde(['report', 'out', '--log', 'perde-log'])
    expect(report).toMatchObject({ status: 77, stdout: '' })
    expect(report.stderr).toContain('[DENIED_PURGED]')
    // Without the log nobody knows why its data is gone.
    base.write('elsewhere/note.txt', '')
    const alone = base.perde(['report', '../out'], { cwd: 'elsewhere' })
    expect(alone.stderr).toContain('[RELEASE_TAMPERED]')
    expect(alone.stderr).toContain('whether it was purged stands in the log')
    expect(alone.status).toBe(65)
    expect(base.perde(['report', 'out', '--log', 'no-log']).status).toBe(65)
    expect(base.has('purged.tar')).toBe(false)
  })
})

describe('a release that the holder of the log wrote what is not so into', () => {
  const OFFICER = signerOf('office', Buffer.alloc(32, 7))
  type Gate = { decision: string }

  /** The release and its pack with another manifest and gate, committed and signed by the log's key, and with a report of them. */
  function forge(change: (manifest: Manifest, gate: Gate) => void): { dir: string; pack: string } {
    const [dir, logDir] = [base.path('forged'), base.path('forged-log')]
    for (const [from, to] of [
      ['whole', dir],
      ['perde-log', logDir],
    ] as const) {
      rmSync(to, { recursive: true, force: true })
      cpSync(base.path(from), to, { recursive: true })
    }
    const names = readdirSync(join(dir, 'proof')).filter((name) => name.endsWith('.entry.json'))
    const entries = names.map((name) => JSON.parse(readFileSync(join(dir, 'proof', name), 'utf8')) as Entry)
    const gate = entries.find((entry) => entry.type === 'purpose.check')!
    const commit = entries.find((entry) => entry.type === 'run.commit')!
    const manifest = base.json<Manifest>('whole/manifest.json')
    change(manifest, gate)
    const log = openLog(logDir, { tool: 'perde/0.1.0' })
    try {
      const [first] = log.append([bodyOf(gate)])
      manifest.log.index = first! + 1
      const text = manifestBytes(manifest)
      const [last] = log.append([bodyOf({ ...commit, manifestSha256: sha256Hex(text) })])
      const files = { 'manifest.json': text, _SUCCESS: successText(text) }
      rmSync(join(dir, 'proof'), { recursive: true })
      mkdirSync(join(dir, 'proof'))
      for (const [name, bytes] of Object.entries(files)) writeFileSync(join(dir, name), bytes)
      for (const [name, bytes] of Object.entries(makeProofBundle(log, [first!, last!])))
        writeFileSync(join(dir, 'proof', name), bytes)
    } finally {
      log.close()
    }
    writeFileSync(join(dir, 'report.html'), report(releaseReport(dir)))
    const proof = readdirSync(join(dir, 'proof'))
    const read = (path: string) => (existsSync(join(dir, path)) ? readFileSync(join(dir, path)) : undefined)
    writeFileSync(base.path('forged.tar'), packArchive(manifest, proof, read))
    return { dir, pack: 'forged.tar' }
  }
  const bodyOf = ({ v: _, log: __, seq: ___, time: ____, ...body }: Entry) => body as NewEntry

  const outcome = () => ({
    verify: base.perde(['verify', 'forged', '--log', 'none', '--trust', 'key.vkey']),
    pack: check('forged.tar', '--trust', 'key.vkey'),
  })

  beforeAll(() => {
    const ran = base.perde(['run', 'policy.yaml', '--out', 'whole', '--workers', '1', '--quiet'])
    expect(ran).toMatchObject({ status: 0 })
  })

  it('holds where nothing was', () => {
    forge(() => undefined)
    const { verify, pack } = outcome()
    expect([verify.status, pack.status]).toEqual([0, 0])
    expect(pack.stderr).toContain('not checked')
  })

  const asked =
    (signature: Buffer, of: Partial<Manifest['approval']> = {}) =>
    (manifest: Manifest) => {
      const approved = [{ vkey: OFFICER.vkey, signature: signature.toString('base64') }]
      manifest.approval = { keys: [OFFICER.vkey], distinct: true, approved, ...of }
    }
  const signed = ({ policySha256 }: Manifest) => OFFICER.sign(Buffer.from(approvalText({ policySha256 })))

  it('holds with an approval that its key signed', () => {
    forge((manifest) => asked(signed(manifest))(manifest))
    const { verify, pack } = outcome()
    expect([verify.status, pack.status]).toEqual([0, 0])
  })

  it.each<[string, (manifest: Manifest, gate: Gate) => void, string]>([
    ['an approval that nobody signed', asked(Buffer.alloc(64)), 'an approval in the manifest'],
    [
      'an approval by a key that the policy does not ask for',
      (manifest) => asked(signed(manifest), { keys: ['nobody+00000000+AA=='] })(manifest),
      'an approval in the manifest',
    ],
    [
      'an approval that had ended',
      (manifest) => asked(signed(manifest), { until: '2020-01-01' })(manifest),
      'an approval in the manifest',
    ],
    ['records that do not add up', (manifest) => void manifest.records.excluded++, 'records in are not the sum'],
    [
      'classes that were not measured',
      (manifest) => void (manifest.anonymity = { k: 50 }),
      'risk.json and the manifest tell of different classes',
    ],
    [
      'marks of cells that are not there',
      (manifest) =>
        void (manifest.marking = { digitalSourceType: 'x', fields: [], tables: [], cells: 'made-up-cells.json' }),
      'the marks of made-up cells are missing',
    ],
    ['a gate that denied', (_, gate) => void (gate.decision = 'deny'), 'the purpose check in the proof'],
    [
      'another purpose than the gate was asked for',
      (manifest) => void (manifest.purpose = 'dpv:Advertising'),
      'the purpose check in the proof',
    ],
  ])('is found with %s, in its folder and in its pack', (_, change, reason) => {
    forge(change)
    const { verify, pack } = outcome()
    for (const { status, stderr } of [verify, pack])
      expect([status, stderr]).toEqual([65, expect.stringContaining(reason)])
  })
})

describe('an archive that somebody changed', () => {
  /** What is told of an archive with these files, where the sums are made right again. */
  const told = (change: (files: ArchiveFile[]) => ArchiveFile[]) => {
    const files = change(archived()).filter(({ path }) => path !== 'audit-pack/SHA256SUMS')
    const sums = files.map(({ path, bytes }) => `${sha256Hex(bytes)}  ${path.slice('audit-pack/'.length)}\n`).join('')
    const all = [...files, { path: 'audit-pack/SHA256SUMS', bytes: Buffer.from(sums) }]
    writeFileSync(base.path('changed.tar'), writeTar(all, TIME()))
    return check('changed.tar', '--trust', 'key.vkey', '--json')
  }
  const edited = (name: string, from: string | RegExp, to: string) => (files: ArchiveFile[]) =>
    files.map((file) => {
      if (file.path !== `audit-pack/${name}`) return file
      const text = Buffer.from(file.bytes).toString()
      expect(text).toMatch(from)
      return { ...file, bytes: Buffer.from(text.replace(from, to)) }
    })

  it('holds as it was', () => {
    expect(told((files) => files).status).toBe(0)
  })

  it.each([
    [
      'a requirement that is said to be met',
      edited('audit-pack.json', /"notMet": \[\]/, '"notMet": [{"id": "R01", "rule": "x"}]'),
      'audit-pack.json',
    ],
    ['a member that is not known', edited('audit-pack.json', '"limits"', '"certified": true, "limits"'), 'form'],
    [
      'a conclusion in the place of the statement',
      edited('audit-pack.json', 'no conclusion of an audit', 'a conclusion of an audit'),
      'form',
    ],
    [
      'another owner',
      edited('audit-pack.json', '"owner": "Example Clinic"', '"owner": "Somebody"'),
      'say something else',
    ],
    ['fewer limits', edited('audit-pack.json', /No value of a record[^"]*/, 'x'), 'form'],
    ['a count as words', edited('audit-pack.json', /"in": 40/, '"in": "forty"'), 'form'],
    [
      'another quality',
      edited('release/quality.json', '"sampled": 40', '"sampled": 41'),
      'not the one that was released',
    ],
    ['another manifest', edited('release/manifest.json', 'pseudonymised', 'k-anonymous'), '_SUCCESS'],
    ['another entry of the log', edited('release/proof/SHA256SUMS', /^[0-9a-f]/, 'x'), 'proof'],
    ['another script', edited('release/proof/verify.sh', 'openssl', 'true'), 'verify.sh'],
    ['another report', edited('release/report.html', '</html>', '<!-- --></html>'), 'report.html'],
    ['other words on how to check it', edited('HOW-TO-CHECK.txt', 'sha256sum', 'true'), 'HOW-TO-CHECK.txt'],
    ['a file less', (files: ArchiveFile[]) => files.filter(({ path }) => !path.endsWith('risk.json')), 'risk.json'],
    [
      'a file more',
      (files: ArchiveFile[]) => [...files, { path: 'audit-pack/release/extra.sh', bytes: Buffer.from('x') }],
      'not of the release',
    ],
  ])('is found with %s', (_, change, reason) => {
    const ran = told(change)
    expect(ran.status).toBe(65)
    expect((JSON.parse(ran.stdout) as { problems: string[] }).problems.join('\n')).toContain(reason)
  })

  it('is refused where it is none', () => {
    for (const bytes of ['', 'x', base.bytes('people.csv'), base.bytes('pack.tar').subarray(0, 4096)]) {
      writeFileSync(base.path('none.tar'), bytes)
      expect(check('none.tar')).toMatchObject({ status: 65, stdout: '' })
    }
    expect(check('nowhere.tar').status).toBe(69)
  })
})
