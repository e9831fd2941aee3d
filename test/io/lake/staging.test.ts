import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PerdeError } from '../../../src/errors.ts'
import { successText } from '../../../src/evidence/release/manifest.ts'
import { checkTarget, openStaging, publish, stagingName, targetState } from '../../../src/io/lake/staging.ts'
import { killedAtEveryCall } from './dying-disk.ts'

const disk = vi.hoisted(() => ({
  dieAt: undefined as number | undefined,
  calls: 0,
  mount: undefined as string | undefined,
  failRename: undefined as string | undefined,
}))
vi.mock('node:fs', async (original) => {
  const { dyingFs } = await import('./dying-disk.ts')
  return dyingFs(await original<typeof import('node:fs')>(), disk)
})

const RUN = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7'
let folder: string
let target: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perde-staging-'))
  target = join(folder, 'out')
})
afterEach(() => {
  disk.mount = undefined
  rmSync(folder, { recursive: true, force: true })
})

const codeOf = (action: () => unknown): string => {
  try {
    action()
  } catch (e) {
    return (e as PerdeError).code
  }
  return 'nothing was thrown'
}

const manifestOf = (release: string, files: string[]) =>
  JSON.stringify({ perde: '0', release, outputs: [], files: files.map((path) => ({ path })) })
const NEW_MANIFEST = manifestOf('new', [
  'consent-summary.json',
  'data/people.csv',
  'data/visits/2026.csv',
  'plan.json',
  'risk.json',
])
const OLD_MANIFEST = manifestOf('old', ['data/people.csv', 'old.txt'])

/** Every file of a release, with what stands in it. */
const CONTENT: Record<string, string> = {
  'consent-summary.json': '{"new":1}',
  'data/people.csv': 'a\n1\n',
  'data/visits/2026.csv': 'b\n2\n',
  'manifest.json': NEW_MANIFEST,
  'plan.json': '{"new":3}',
  'proof/SHA256SUMS': 'new',
  'risk.json': '{"new":4}',
  _SUCCESS: successText(NEW_MANIFEST),
}
const OLD = {
  _SUCCESS: successText(OLD_MANIFEST),
  'data/people.csv': 'old',
  'manifest.json': OLD_MANIFEST,
  'old.txt': 'old',
}

function filesIn(dir: string): Record<string, string> {
  if (!existsSync(dir)) return {}
  return Object.fromEntries(
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(dir, name)).isFile())
      .map((name) => [name, readFileSync(join(dir, name), 'utf8')]),
  )
}

function write(dir: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(dir, name, '..'), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
}

describe('a staging folder', () => {
  it('lies beside its target under a hidden name of its run', () => {
    expect(stagingName('/lake/out', RUN)).toBe(`/lake/.out.perde-${RUN}`)
    const staging = openStaging(target, RUN)
    expect(staging.dir).toBe(join(folder, `.out.perde-${RUN}`))
    expect(targetState(target)).toBe('none')
  })

  it('is made with the folders above it, and once', () => {
    const deep = join(folder, 'a/b/out')
    openStaging(deep, RUN)
    expect(codeOf(() => openStaging(deep, RUN))).toBe('IO_FAILED')
  })

  it('takes parts in pieces and files whole, and knows their bytes and digests', () => {
    const staging = openStaging(target, RUN)
    const part = staging.part('data/people.csv')
    part.write(Buffer.from('a\n'))
    part.write(Buffer.from('1\n'))
    const digest = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(part.finish()).toEqual({ path: 'data/people.csv', bytes: 4, sha256: digest('a\n1\n') })
    expect(staging.file('risk.json', '{"ә":1}')).toEqual({ path: 'risk.json', bytes: 8, sha256: digest('{"ә":1}') })
    staging.sync()
    expect(filesIn(staging.dir)).toEqual({ 'data/people.csv': 'a\n1\n', 'risk.json': '{"ә":1}' })
  })

  it('refuses to write one file twice', () => {
    const staging = openStaging(target, RUN)
    staging.file('a.json', '1')
    expect(codeOf(() => staging.file('a.json', '2'))).toBe('IO_FAILED')
  })

  it('forgets a part that is abandoned, also after a finish that failed', () => {
    const staging = openStaging(target, RUN)
    const part = staging.part('data/people.csv')
    part.write(Buffer.from('a\n'))
    disk.dieAt = 0
    expect(() => part.finish()).toThrow('making an output durable failed')
    disk.dieAt = undefined
    // The failure of finish is what the run reports; tidying up behind it may not fail with another one.
    expect(() => part.abandon()).not.toThrow()
  })

  it('leaves nothing where it is discarded, twice if need be', () => {
    const staging = openStaging(target, RUN)
    staging.file('data/people.csv', 'a\n')
    staging.discard()
    staging.discard()
    expect(readdirSync(folder)).toEqual([])
  })

  it('names the output, never the staging folder, when a call fails', () => {
    writeFileSync(join(folder, 'file'), '')
    try {
      openStaging(join(folder, 'file/out'), RUN)
      expect.unreachable()
    } catch (e) {
      expect((e as PerdeError).where).toEqual({ part: join(folder, 'file/out') })
    }
  })
})

describe('the place of a release', () => {
  const places: [string, () => void, string, string, string][] = [
    // what is there, how it comes there, its state, answer to refuse, answer to replace
    ['nothing', () => undefined, 'none', 'nothing was thrown', 'nothing was thrown'],
    ['an empty folder', () => mkdirSync(target), 'empty', 'nothing was thrown', 'nothing was thrown'],
    ['a release', () => write(target, OLD), 'release', 'OUTPUT_EXISTS', 'nothing was thrown'],
    ['something else', () => write(target, { 'notes.txt': 'mine' }), 'other', 'OUTPUT_EXISTS', 'OUTPUT_EXISTS'],
    ['a file', () => writeFileSync(target, 'mine'), 'other', 'OUTPUT_EXISTS', 'OUTPUT_EXISTS'],
    [
      'what Spark wrote',
      () => write(target, { _SUCCESS: '', 'part-0000.csv': 'mine' }),
      'other',
      'OUTPUT_EXISTS',
      'OUTPUT_EXISTS',
    ],
    [
      'a release with a note',
      () => write(target, { ...OLD, 'a.txt': 'mine' }),
      'other',
      'OUTPUT_EXISTS',
      'OUTPUT_EXISTS',
    ],
    [
      'a release with a file beside its proof',
      () => write(target, { ...OLD, 'proof/raw.csv': 'mine' }),
      'other',
      'OUTPUT_EXISTS',
      'OUTPUT_EXISTS',
    ],
    [
      'a release of another manifest',
      () => write(target, { ...OLD, 'manifest.json': NEW_MANIFEST }),
      'other',
      'OUTPUT_EXISTS',
      'OUTPUT_EXISTS',
    ],
  ]
  it.each(places)('that holds %s is looked at before anything is done', (_, make, state, refuse, replace) => {
    make()
    expect(targetState(target)).toBe(state)
    expect(codeOf(() => checkTarget(target, 'refuse'))).toBe(refuse)
    expect(codeOf(() => checkTarget(target, 'replace'))).toBe(replace)
  })
})

describe('a mount point', () => {
  it.each([
    ['empty', () => mkdirSync(target)],
    ['with a release in it', () => write(target, OLD)],
  ])('%s is refused as the place of a release, since nothing can be renamed onto it', (_, make) => {
    target = join(folder, 'my out')
    make()
    expect(codeOf(() => checkTarget(target, 'replace'))).toBe('nothing was thrown')
    disk.mount = target
    expect(codeOf(() => checkTarget(target, 'replace'))).toBe('OUTPUT_INVALID')
    expect(codeOf(() => checkTarget(join(target, 'release'), 'replace'))).toBe('nothing was thrown')
  })

  it.skipIf(!existsSync('/dev/shm'))('of this machine is known as one', () => {
    expect(codeOf(() => checkTarget('/dev/shm', 'replace'))).toBe('OUTPUT_INVALID')
  })
})

describe('a link at the place of a release', () => {
  const links: [string, () => void][] = [
    // where the link leads
    ['an empty folder', () => mkdirSync(join(folder, 'elsewhere'))],
    ['nowhere', () => undefined],
    ['a release', () => write(join(folder, 'elsewhere'), OLD)],
  ]
  it.each(links)('to %s is followed, or refused before anything is committed', (_, make) => {
    make()
    symlinkSync(join(folder, 'elsewhere'), target)
    if (codeOf(() => checkTarget(target, 'replace')) !== 'nothing was thrown') return
    write(stagingName(target, RUN), CONTENT)
    publish(stagingName(target, RUN), target, RUN)
    expect(filesIn(target)).toEqual(CONTENT)
    // Of the older release nothing is left, under any name.
    expect(Object.values(filesIn(folder))).not.toContain('old')
  })
})

describe('publishing', () => {
  const staged = () => stagingName(target, RUN)
  const befores: [string, () => void][] = [
    // what stands at the target before
    ['nothing', () => undefined],
    ['an empty folder', () => mkdirSync(target)],
    ['an older release', () => write(target, OLD)],
  ]

  it.each(befores)('over %s puts the whole release there and leaves nothing beside it', (_, make) => {
    write(staged(), CONTENT)
    make()
    publish(staged(), target, RUN)
    expect(filesIn(target)).toEqual(CONTENT)
    expect(readdirSync(folder)).toEqual(['out'])
    publish(staged(), target, RUN)
    expect(filesIn(target)).toEqual(CONTENT)
  })

  it.each(befores)(
    'over %s shows a whole release or none after a kill at any call, and is finished by the same call',
    (_, make) => {
      const calls = killedAtEveryCall(
        disk,
        () => {
          disk.mount = undefined
          rmSync(folder, { recursive: true, force: true })
          mkdirSync(folder)
          write(staged(), CONTENT)
          make()
        },
        () => publish(staged(), target, RUN),
        (_state, call) => {
          const seen = filesIn(target)
          if ('_SUCCESS' in seen) expect([CONTENT, OLD], `visible after call ${call}`).toContainEqual(seen)
          publish(staged(), target, RUN)
          expect(filesIn(target), `finished after call ${call}`).toEqual(CONTENT)
          expect(readdirSync(folder), `beside it after call ${call}`).toEqual(['out'])
        },
      )
      expect(calls).toBeGreaterThan(1)
    },
  )

  it('is finished also where the second try is killed as well', () => {
    for (let first = 0; first < 12; first++)
      killedAtEveryCall(
        disk,
        () => {
          rmSync(folder, { recursive: true, force: true })
          write(staged(), CONTENT)
          write(target, OLD)
          disk.dieAt = first
          disk.calls = 0
          expect(() => {
            publish(staged(), target, RUN)
            throw new Error('lived')
          }).toThrow()
        },
        () => publish(staged(), target, RUN),
        (_state, call) => {
          publish(staged(), target, RUN)
          expect([filesIn(target), readdirSync(folder)], `kills ${first} and ${call}`).toEqual([CONTENT, ['out']])
        },
      )
  })

  it('puts the older release back where the new one cannot take its place', () => {
    write(staged(), CONTENT)
    write(target, OLD)
    disk.failRename = staged()
    expect(codeOf(() => publish(staged(), target, RUN))).toBe('IO_FAILED')
    disk.failRename = undefined
    expect([filesIn(target), filesIn(staged())]).toEqual([OLD, CONTENT])
    publish(staged(), target, RUN)
    expect([filesIn(target), readdirSync(folder)]).toEqual([CONTENT, ['out']])
  })

  it('opens to others what was closed to them until then', () => {
    const staging = openStaging(target, RUN)
    expect(statSync(staging.dir).mode & 0o777).toBe(0o700)
    write(staging.dir, CONTENT)
    publish(staging.dir, target, RUN)
    expect(statSync(target).mode & 0o777).toBe(statSync(join(target, 'proof')).mode & 0o755)
  })

  it('refuses a folder that was filled with something else in the meantime, and touches nothing', () => {
    write(staged(), CONTENT)
    write(target, { 'notes.txt': 'mine' })
    expect(codeOf(() => publish(staged(), target, RUN))).toBe('OUTPUT_EXISTS')
    expect(filesIn(target)).toEqual({ 'notes.txt': 'mine' })
    expect(filesIn(staged())).toEqual(CONTENT)
  })
})
