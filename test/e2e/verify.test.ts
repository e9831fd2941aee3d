import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OTHER_KEY, people, peopleCsv, peoplePolicy, project, type Project, type RunOptions } from './perde.ts'
import { expectLogHolds } from './refusal.ts'

let p: Project
beforeAll(() => {
  p = project(
    {
      'policy.yaml': peoplePolicy(),
      'people.csv': peopleCsv(people(8)),
      'other.csv': peopleCsv(people(8, 100)),
    },
    afterAll,
  )
  run('release')
  cpSync(p.path('perde-log'), p.path('log-before'), { recursive: true })
  run('second', '--source', 'people=other.csv')
  p.write('log.vkey', p.text('perde-log/keys/1.vkey'))
  p.write('first.checkpoint', p.text('log-before/checkpoint'))
})
afterAll(() => expectLogHolds(p))

function run(out: string, ...args: string[]) {
  expect(p.perde(['run', 'policy.yaml', '--out', out, '--workers', '1', ...args])).toMatchObject({ status: 0 })
}

const verify = (release: string, args: string[] = ['--log', 'perde-log'], options?: RunOptions) =>
  p.perde(['verify', release, ...args], options)

/** The script that came with the release is not trusted: that of the first one is used, on another's folder. */
const script = (release: string, ...trusted: string[]) =>
  spawnSync('sh', [p.path('release/proof/verify.sh'), ...trusted.map((f) => p.path(f)), p.path(release, 'proof')], {
    cwd: p.dir,
  }).status

/** A copy of the release that something is done to; it is gone after the test. */
let copies = 0
function tampered(change: (dir: string) => void): string {
  const name = `copy-${++copies}`
  cpSync(p.path('release'), p.path(name), { recursive: true })
  change(p.path(name))
  return name
}

const flip = (file: string) => {
  const bytes = readFileSync(file)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(file, bytes)
}

/** Makes the sums that anybody can make, so that only what is signed can tell. */
function remakeSums(dir: string): void {
  const sum = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
  writeFileSync(join(dir, '_SUCCESS'), `${sum(join(dir, 'manifest.json'))}  manifest.json\n`)
  const names = readdirSync(join(dir, 'proof')).filter((name) => name !== 'SHA256SUMS')
  const lines = names.sort().map((name) => `${sum(join(dir, 'proof', name))}  ${name}\n`)
  writeFileSync(join(dir, 'proof/SHA256SUMS'), lines.join(''))
}

function editManifest(dir: string, from: string | RegExp, to: string): void {
  const file = join(dir, 'manifest.json')
  const text = readFileSync(file, 'utf8')
  const edited = text.replace(from, to)
  expect(edited).not.toBe(text)
  writeFileSync(file, edited)
  remakeSums(dir)
}

function commitFile(dir: string): string {
  const file = readdirSync(join(dir, 'proof')).find(
    (name) => name.endsWith('.entry.json') && readFileSync(join(dir, 'proof', name), 'utf8').includes('"run.commit"'),
  )
  return join(dir, 'proof', file!)
}

describe('a release that is as it was made', () => {
  it('agrees with the log at hand', () => {
    expect(verify('release')).toMatchObject({ status: 0, stdout: '' })
  })

  it('agrees with a key or a checkpoint from outside, without the log; so says its script', () => {
    for (const trust of ['log.vkey', 'first.checkpoint'])
      expect(verify('release', ['--log', 'none', '--trust', trust])).toMatchObject({ status: 0 })
    expect(verify('release', ['--log', 'none', '--trust', p.text('log.vkey').trim()])).toMatchObject({ status: 0 })
    expect(script('release', 'log.vkey')).toBe(0)
  })

  it('is held against a checkpoint of another size with the log only, since nothing else can tell', () => {
    const later = ['--trust', 'perde-log/checkpoint']
    for (const [release, kept] of [
      ['release', later],
      ['second', ['--trust', 'first.checkpoint']],
    ] as const) {
      for (const log of ['none', 'another-log']) {
        p.write('another-log/note', '')
        const { status, stderr } = verify(release, ['--log', log, ...kept])
        expect([status, stderr]).toEqual([2, expect.stringContaining('--log DIR')])
        expect(stderr).not.toContain('agrees')
      }
      expect(verify(release, ['--log', 'perde-log', ...kept]).status).toBe(0)
    }
    // Of a copy that was changed, what was changed is told.
    const copy = tampered((dir) => flip(join(dir, 'data/people.csv')))
    expect(verify(copy, ['--log', 'none', ...later])).toMatchObject({ status: 65 })
    expect(p.perde(['pack', 'release', '--out', 'release.tar']).status).toBe(0)
    const pack = (...trust: string[]) => p.perde(['pack', '--check', 'release.tar', ...trust])
    expect(pack('--trust', 'first.checkpoint').status).toBe(0)
    expect(pack(...later)).toMatchObject({ status: 2, stderr: expect.stringContaining('--trust VKEY') })
    expect(pack('--log', 'perde-log').status).toBe(2)
  })

  it('contradicts a checkpoint that was kept of a log that was written anew since', () => {
    const forked = project({ 'policy.yaml': p.text('policy.yaml'), 'people.csv': p.text('people.csv') })
    const made = (out: string) =>
      expect(forked.perde(['run', 'policy.yaml', '--out', out, '--workers', '1', '--quiet']).status).toBe(0)
    made('first')
    cpSync(forked.path('perde-log'), forked.path('log-before'), { recursive: true })
    made('hidden')
    forked.write('kept', forked.text('perde-log/checkpoint'))
    rmSync(forked.path('perde-log'), { recursive: true })
    renameSync(forked.path('log-before'), forked.path('perde-log'))
    made('second')
    made('third')
    const trusting = (release: string, log: string) =>
      forked.perde(['verify', release, '--trust', 'kept', '--log', log]).status
    expect(['second', 'third'].map((release) => trusting(release, 'none'))).toEqual([65, 2])
    expect(['second', 'third'].map((release) => trusting(release, 'perde-log'))).toEqual([65, 65])
    // Neither is it passed over where another older checkpoint is given too.
    cpSync(forked.path('perde-log/checkpoints/00000001'), forked.path('one'))
    const both = ['--from', 'one', '--trust', 'kept']
    expect(forked.perde(['verify', 'third', '--log', 'perde-log', ...both]).status).toBe(65)
  })

  it('is consistent with itself and no more, where nothing from outside is given; so says its script', () => {
    const alone = verify('release', ['--log', 'none'])
    expect(alone.status).toBe(3)
    expect(alone.stderr).toContain('--trust')
    expect(spawnSync('sh', [p.path('release/proof/verify.sh')]).status).toBe(3)
  })

  it('verifies from another place, and after the log has grown', () => {
    cpSync(p.path('release'), p.path('moved/elsewhere'), { recursive: true })
    expect(verify('moved/elsewhere').status).toBe(0)
    expect(verify('release', ['--log', 'perde-log', '--from', 'first.checkpoint']).status).toBe(0)
  })
})

/** Files of a release. */
const FILES = [
  ...['data/people.csv', 'consent-summary.json', 'plan.json', 'quality.json', 'risk.json', 'manifest.json', '_SUCCESS'],
  ...['report.html', 'content-usage.txt', 'croissant.json', 'datapackage.json', 'openlineage.ndjson'],
  ...['checkpoint', 'log.vkey', 'verify.sh', 'SHA256SUMS', 'COMMIT.entry.json', 'COMMIT.tlog-proof'].map(
    (f) => `proof/${f}`,
  ),
]

describe('a release of which one file is not as it was made does not verify', () => {
  const place = (dir: string, file: string) =>
    file.includes('COMMIT')
      ? commitFile(dir).replace('.entry.json', file.slice('proof/COMMIT'.length))
      : join(dir, file)

  /** The report is made anew to be compared, which a shell cannot; the script says so. */
  const seenByShell = (file: string) => (file === 'report.html' ? 0 : 1)

  it('whichever: all its files are in the table', () => {
    const named = FILES.map((file) => place(p.path('release'), file))
    const other = (name: string) => /^proof\/\d+\.(entry\.json|tlog-proof)$/.test(name)
    for (const name of p.below('release').filter((n) => !n.endsWith('/') && !other(n)))
      expect(named).toContain(p.path('release', name))
  })

  for (const file of FILES)
    it(`with a bit flipped in ${file}`, () => {
      const copy = tampered((dir) => flip(place(dir, file)))
      const ran = verify(copy, ['--log', 'perde-log', '--trust', 'log.vkey'])
      expect(ran.status).toBe(65)
      expect(verify(copy, ['--log', 'none']).status).toBe(65)
      expect(script(copy, 'log.vkey')).toBe(seenByShell(file))
    })

  for (const file of FILES)
    it(`without ${file}`, () => {
      const copy = tampered((dir) => rmSync(place(dir, file)))
      expect(verify(copy).status).toBe(65)
      expect(script(copy, 'log.vkey')).toBe(1)
    })

  const ADDED = [
    'extra.txt',
    'data/extra.csv',
    'data/.hidden',
    '.hidden',
    'proof/extra',
    'proof/.hidden',
    'report.html',
  ]
  for (const file of ADDED)
    it(`with ${file} added`, () => {
      const copy = tampered((dir) => writeFileSync(join(dir, file), 'added'))
      expect(verify(copy).status).toBe(65)
      expect(script(copy, 'log.vkey')).toBe(seenByShell(file))
    })
})

/** What somebody can do who knows the format, has no key of the log, and mends every sum that can be mended. */
const FORGERIES: { what: string; change(dir: string): void; seenByScript: boolean }[] = [
  {
    what: 'records are left out and the counts mended',
    seenByScript: true,
    change(dir) {
      const file = join(dir, 'data/people.csv')
      const lines = readFileSync(file, 'utf8').split('\n')
      const shorter = [...lines.slice(0, -2), ''].join('\n')
      const digest = (text: string) => createHash('sha256').update(text).digest('hex')
      const before = digest(lines.join('\n'))
      writeFileSync(file, shorter)
      editManifest(dir, /"bytes":\d+,"header"/, `"bytes":${Buffer.byteLength(shorter)},"header"`)
      editManifest(dir, /"records":8,"sha256"/, '"records":7,"sha256"')
      editManifest(dir, '"out":8', '"out":7')
      editManifest(dir, '"excluded":0', '"excluded":1')
      for (let i = 0; i < 2; i++) editManifest(dir, before, digest(shorter))
    },
  },
  {
    what: 'the purpose is another',
    seenByScript: true,
    change: (dir) => editManifest(dir, 'dpv:ServiceOptimisation', 'dpv:Advertising'),
  },
  {
    what: 'the manifest has a field more',
    seenByScript: true,
    change: (dir) => editManifest(dir, '"planSha256"', '"planNote":1,"planSha256"'),
  },
  {
    what: 'the proof is that of another release',
    seenByScript: true,
    change(dir) {
      rmSync(join(dir, 'proof'), { recursive: true })
      cpSync(p.path('second/proof'), join(dir, 'proof'), { recursive: true })
    },
  },
  {
    what: 'the records are those of another release',
    seenByScript: true,
    change: (dir) => cpSync(p.path('second/data/people.csv'), join(dir, 'data/people.csv')),
  },
  {
    what: 'the manifest is that of another release',
    seenByScript: true,
    change(dir) {
      for (const name of ['manifest.json', '_SUCCESS']) cpSync(p.path('second', name), join(dir, name))
    },
  },
  {
    what: 'the gate in the proof is that of another run',
    seenByScript: true,
    change(dir) {
      const gate = (from: string) =>
        readdirSync(from).find(
          (n) => n.endsWith('.entry.json') && readFileSync(join(from, n)).includes('purpose.check'),
        )!
      const other = gate(p.path('second/proof'))
      const size = readFileSync(join(dir, 'proof/checkpoint'), 'utf8').split('\n')[1]!
      const own = gate(join(dir, 'proof'))
      const proof = p.perde(['log', 'prove', other.split('.')[0]!]).stdout
      expect(Number(size)).toBeGreaterThan(0)
      for (const end of ['.entry.json', '.tlog-proof']) rmSync(join(dir, 'proof', own.replace('.entry.json', end)))
      cpSync(p.path('second/proof', other), join(dir, 'proof', other))
      writeFileSync(join(dir, 'proof', other.replace('.entry.json', '.tlog-proof')), proof)
      remakeSums(dir)
    },
  },
  {
    what: 'the commit is left out of the proof, and the manifest changed',
    seenByScript: true,
    change(dir) {
      const entry = commitFile(dir)
      rmSync(entry)
      rmSync(entry.replace('.entry.json', '.tlog-proof'))
      editManifest(dir, 'dpv:ServiceOptimisation', 'dpv:Advertising')
    },
  },
  {
    what: 'the proof is that of the same release under another number',
    seenByScript: true,
    change(dir) {
      const entry = commitFile(dir)
      for (const end of ['.entry.json', '.tlog-proof'])
        renameSync(entry.replace('.entry.json', end), join(dir, 'proof', `3${end}`))
      remakeSums(dir)
    },
  },
]

describe('a release that somebody has changed with care does not verify', () => {
  for (const { what, change, seenByScript } of FORGERIES)
    it(`when ${what}`, () => {
      const copy = tampered(change)
      expect(verify(copy).status).toBe(65)
      expect(verify(copy, ['--log', 'none', '--trust', 'log.vkey']).status).toBe(65)
      expect(verify(copy, ['--log', 'none']).status).toBe(65)
      expect(script(copy, 'log.vkey')).toBe(seenByScript ? 1 : 0)
    })
})

describe('a release that somebody made with a key of their own', () => {
  for (const origin of ['of its own', 'of the real log']) {
    it(`and an origin ${origin} is not taken for one of the log`, () => {
      const forged = `forged-${origin.slice(3, 6).trim()}`
      const real = p.text('log.vkey').split('+')[0]!
      const audit = origin === 'of the real log' ? `audit: { origin: ${real} }\n` : ''
      p.write('forge.yaml', peoplePolicy(undefined, { more: audit }))
      const ran = p.perde(
        [
          'run',
          'forge.yaml',
          '--out',
          forged,
          '--log',
          `${forged}-log`,
          '--source',
          'people=other.csv',
          '--workers',
          '1',
        ],
        { env: { PERDE_KEY: OTHER_KEY } },
      )
      expect(ran.status).toBe(0)
      // Its own log says yes: that is why the log must be the auditor's.
      expect(verify(forged, ['--log', `${forged}-log`]).status).toBe(0)
      expect(verify(forged).status).toBe(origin === 'of the real log' ? 65 : 3)
      expect(verify(forged, ['--log', 'none', '--trust', 'log.vkey']).status).toBe(65)
      expect(verify(forged, ['--log', 'none', '--trust', 'first.checkpoint']).status).toBe(65)
      expect(script(forged, 'log.vkey')).toBe(1)
      expect(spawnSync('sh', [p.path(forged, 'proof/verify.sh')]).status).toBe(3)
    })
  }
})

describe('a log that is not the one that was signed', () => {
  const withLog = (change: (dir: string) => void, args: string[] = []) => {
    const log = `log-copy-${++copies}`
    cpSync(p.path('perde-log'), p.path(log), { recursive: true })
    change(p.path(log))
    const shown = p.perde(['log', 'show', '--log', log])
    return { shown, ran: verify('second', ['--log', log, ...args]) }
  }

  it('is found changed in an entry, and says which line', () => {
    const { shown, ran } = withLog((dir) => {
      const file = join(dir, 'entries.jsonl')
      const lines = readFileSync(file, 'utf8').split('\n')
      lines[4] = lines[4]!.replace('"fields":3', '"fields":4')
      lines[4] = lines[4].replace('"count":8', '"count":9')
      writeFileSync(file, lines.join('\n'))
    })
    expect(shown.status).toBe(65)
    expect(shown.stdout).toBe('')
    expect(shown.stderr).toContain('line 5')
    expect(ran.status).toBe(65)
  })

  it('is found shorter than what was signed', () => {
    const { shown, ran } = withLog((dir) => {
      const file = join(dir, 'entries.jsonl')
      writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n')}\n`)
    })
    expect([shown.status, ran.status]).toEqual([65, 65])
  })

  it('is found rolled back by an older state of it, with all its files', () => {
    // A copy of the log from before the second release: whole in itself, but without its commit.
    expect(p.perde(['log', 'show', '--log', 'log-before']).status).toBe(0)
    expect(verify('second', ['--log', 'log-before']).status).toBe(65)
    p.write('now.checkpoint', p.text('perde-log/checkpoint'))
    expect(verify('release', ['--log', 'log-before', '--from', 'now.checkpoint']).status).toBe(65)
  })

  it('is found not to have grown from the checkpoint of another log', () => {
    run('else', '--log', 'else-log')
    expect(verify('release', ['--log', 'perde-log', '--from', 'else-log/checkpoint']).status).toBe(65)
  })
})

describe('what is no release, or cannot be asked', () => {
  it('is said to be none', () => {
    expect(verify('people.csv').status).toBe(65)
    expect(verify('nowhere').status).toBe(65)
    const ran = verify('perde-log')
    expect(ran.status).toBe(65)
    expect(ran.stderr).toContain('[RELEASE_INVALID]')
    expect(ran.stderr).toContain('perde: hint: ')
  })

  it('ends with an error where what is trusted is neither key nor checkpoint', () => {
    expect(verify('release', ['--trust', 'people.csv']).status).toBeGreaterThan(3)
    expect(verify('release', ['--trust', 'nonsense']).status).toBeGreaterThan(3)
    expect(verify('release', ['--log', 'none', '--from', 'first.checkpoint']).status).toBe(2)
  })

  it('names every problem as JSON', () => {
    const copy = tampered((dir) => ['data/people.csv', 'risk.json'].forEach((file) => flip(join(dir, file))))
    const { ok, problems } = JSON.parse(verify(copy, ['--json']).stdout) as {
      ok: boolean
      problems: { code: string; path: string }[]
    }
    expect(ok).toBe(false)
    expect(problems.map(({ code, path }) => ({ code, path }))).toEqual([
      { code: 'FILE_DIGEST', path: 'data/people.csv' },
      { code: 'FILE_DIGEST', path: 'risk.json' },
      { code: 'RISK_FORM', path: 'risk.json' },
    ])
    expect(existsSync(p.path(copy, '_SUCCESS'))).toBe(true)
  })
})
