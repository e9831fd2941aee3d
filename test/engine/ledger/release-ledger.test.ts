import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dryRun } from '../../../src/engine/run/dry-run.ts'
import { run } from '../../../src/engine/run/run.ts'
import { showPlan } from '../../../src/engine/release/show-plan.ts'
import type { Notice, RunJob } from '../../../src/engine/freeze/job.ts'
import { verifyRelease } from '../../../src/engine/release/verify.ts'
import { systemFs } from '../../../src/evidence/log/log-fs.ts'
import { takeLock } from '../../../src/evidence/log/lock.ts'
import { readEntries } from '../../../src/evidence/log/log-reader.ts'
import { jobOf, KEY, runCase, writeCase } from '../small-run.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perde-ledger-'))
  writeCase(folder, (policy) => `${policy}anonymity: { k: 3, releases: ledger, suppress-at-most: 20% }\n`)
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true, force: true })
})

/** Who is how old; everybody has a consent. */
function people(ages: readonly (readonly [person: number, age: number])[]): void {
  writeFileSync(
    join(folder, 'people.csv'),
    `id,age,ill\n${ages.map(([n, age]) => `p${n},${age},${n % 2 ? 'J06' : 'I10'}\n`).join('')}`,
  )
}
const upTo = (end: number, age = (n: number) => 20 + (n % 3) * 20) =>
  Array.from({ length: end }, (_, n): [number, number] => [n, age(n)])

const to = (name: string, more: Partial<RunJob> = {}) => runCase(folder, { target: join(folder, name), ...more })
const ledger = () => join(folder, 'ledger')
const files = () => readdirSync(ledger()).sort()
/** Records of a release, by age. */
function shown(name: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const line of readFileSync(join(folder, name, 'data/people.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)) {
    const age = line.split(',')[1]!
    counts[age] = (counts[age] ?? 0) + 1
  }
  return counts
}
const joins = () => [...readEntries(join(folder, 'log'), { type: 'release.join' })]

describe('a run with a ledger of releases', () => {
  it('holds back who comes to a class alone, and lets them go when enough came', async () => {
    people(upTo(15))
    await to('one')
    expect(shown('one')).toEqual({ 20: 5, 40: 5, 60: 5 })
    people(upTo(17))
    const notices: Notice[] = []
    await to('two', { onNotice: (notice) => notices.push(notice) })
    expect(shown('two')).toEqual({ 20: 5, 40: 5, 60: 5 })
    expect(notices.map(({ code }) => code)).toContain('RECORDS_HELD')
    people(upTo(24))
    const third = await to('three')
    expect(shown('three')).toEqual({ 20: 8, 40: 8, 60: 8 })
    expect(third.manifest.records).toMatchObject({ in: 24, out: 24 })
    expect(joins()).toMatchObject([
      { releases: 0, people: 15, came: 15, went: 0, held: 0 },
      { releases: 1, people: 15, came: 0, went: 0, held: 2 },
      { releases: 2, people: 24, came: 9, went: 0, held: 0 },
    ])
    expect(new Set(joins().map((entry) => 'planSha256' in entry && entry.planSha256)).size).toBe(1)
  })

  it('does not let one person leave a class: others go along', async () => {
    people(upTo(21))
    await to('one')
    people(upTo(21).filter(([n]) => n !== 0))
    const second = await to('two')
    expect(shown('two')).toEqual({ 20: 4, 40: 7, 60: 7 })
    expect(second.manifest.records).toMatchObject({ in: 20, out: 18, suppressed: 2 })
    // So few are not published as a number.
    expect(second.risk.sources['people']?.anonymity).toMatchObject({ suppressed: null, met: true })
  })

  it('has one plan for all its releases, though another would suit the later ones better', async () => {
    people(upTo(12, (n) => 20 + (n % 2) * 20))
    const first = await to('one')
    people([
      ...upTo(12, (n) => 20 + (n % 2) * 20),
      ...upTo(30)
        .slice(12)
        .map(([n]): [number, number] => [n, 60]),
    ])
    await expect(to('two')).rejects.toMatchObject({ code: 'ANONYMITY_NOT_MET' })
    expect(existsSync(join(folder, 'two'))).toBe(false)
    expect(files()).toEqual([`clinic.${first.manifest.release}.ledger`])
  })

  it('takes a second plan that the policy names, and holds both against each other', async () => {
    people(upTo(15))
    await to('one')
    // A coarser plan, made beside the ledger for nobody to see.
    const beside = join(folder, 'beside')
    writeCase(beside, (policy) => `${policy}anonymity: { k: 11 }\n`)
    const { manifest } = await runCase(beside)
    const env = { PERDE_KEY: Buffer.from(KEY).toString('hex') }
    const { text } = await showPlan({ target: manifest.release, log: join(beside, 'log'), cwd: beside, env })
    writeFileSync(join(folder, 'second.plan'), text)
    const before = readFileSync(join(folder, 'people.csv'))
    writeCase(folder, (policy) => `${policy}anonymity: { k: 3, releases: ledger, plan: second.plan }\n`)
    writeFileSync(join(folder, 'people.csv'), before)
    await to('two')
    expect(Object.values(shown('two')).reduce((n, rows) => n + rows, 0)).toBe(15)
    expect(joins()).toMatchObject([{ releases: 0 }, { releases: 1, came: 0, held: 0 }])
    expect(new Set(joins().map((entry) => 'planSha256' in entry && entry.planSha256)).size).toBe(2)
    people(upTo(17))
    await to('three')
    expect(joins().at(-1)).toMatchObject({ releases: 2, held: 2 })
  })

  it('forgets the release that it replaces', async () => {
    people(upTo(15))
    await to('one')
    people(upTo(16))
    await to('one', { existing: 'replace' })
    expect(shown('one')).toEqual({ 20: 6, 40: 5, 60: 5 })
    expect(joins().map((entry) => 'releases' in entry && entry.releases)).toEqual([0, 0])
  })

  it('leaves the ledger alone when it fails, and when it is only tried', async () => {
    people(upTo(15))
    await to('one')
    const before = files().map((name) => readFileSync(join(ledger(), name)))
    people(upTo(2))
    await expect(to('two')).rejects.toMatchObject({ code: 'ANONYMITY_NOT_MET' })
    await dryRun(jobOf(folder))
    expect(files().map((name) => readFileSync(join(ledger(), name)))).toEqual(before)
    expect(verifyRelease({ release: join(folder, 'one'), log: join(folder, 'log') })).toMatchObject({ ok: true })
  })

  it('does not count what a run wrote that was killed before its commit', async () => {
    people(upTo(15))
    const first = await to('one')
    cpSync(join(ledger(), files()[0]!), join(ledger(), `clinic.7ZZZZZZZZZZZZZZZZZZZZZZZZZ.ledger`))
    writeFileSync(join(ledger(), 'clinic.7ZZZZZZZZZZZZZZZZZZZZZZZZY.ledger.tmp'), 'half')
    people(upTo(16))
    await to('two')
    expect(shown('two')).toEqual(shown('one'))
    expect(files().filter((name) => name.includes('7ZZZ'))).toEqual([])
    expect(files().length).toBeLessThanOrEqual(2)
    expect(first.manifest.records.out).toBe(15)
  })
})

describe('a ledger of releases is refused', () => {
  const cases: [why: string, code: string, harm: () => unknown][] = [
    ['that is not in its folder any more', 'LEDGER_MISMATCH', () => rmSync(ledger(), { recursive: true })],
    ['that is cut off', 'LOG_TAMPERED', () => change((bytes) => bytes.subarray(0, -1))],
    ['that is empty', 'LOG_TAMPERED', () => change(() => Buffer.alloc(0))],
    ['in which a byte is another', 'LOG_TAMPERED', () => change((bytes) => flipped(bytes, bytes.length - 40))],
    ['in whose first line a byte is another', 'LOG_TAMPERED', () => change((bytes) => flipped(bytes, 3))],
    [
      'that belongs to another log',
      'LEDGER_MISMATCH',
      () => renameSync(join(folder, 'log'), join(folder, 'elsewhere')),
    ],
    [
      'for which a file stands',
      'IO_FAILED',
      () => {
        rmSync(ledger(), { recursive: true })
        writeFileSync(ledger(), 'no folder')
      },
    ],
  ]

  it.each(cases)('%s', async (_, code, harm) => {
    people(upTo(15))
    await to('one')
    harm()
    people(upTo(24))
    await expect(to('two')).rejects.toMatchObject({ code, hints: expect.arrayContaining([expect.any(String)]) })
    expect(existsSync(join(folder, 'two'))).toBe(false)
  })

  it('under another key', async () => {
    people(upTo(15))
    await to('one')
    await expect(to('two', { env: { PERDE_KEY: 'ab'.repeat(32) } })).rejects.toMatchObject({ code: 'KEY_INVALID' })
  })

  it('that is an old one which was put back', async () => {
    people(upTo(15))
    await to('one')
    const [old] = files()
    cpSync(join(ledger(), old!), join(folder, 'old'))
    people(upTo(24))
    await to('two')
    const [now] = files().filter((name) => name !== old)
    cpSync(join(folder, 'old'), join(ledger(), now!))
    await expect(to('three')).rejects.toMatchObject({ code: 'LOG_TAMPERED' })
  })

  it('that a newer version wrote, also where the log vouches for nothing', async () => {
    mkdirSync(ledger())
    writeFileSync(
      join(ledger(), 'clinic.7ZZZZZZZZZZZZZZZZZZZZZZZZZ.ledger'),
      '{"perde":"release-ledger","version":2}\n',
    )
    people(upTo(15))
    await expect(to('one')).rejects.toMatchObject({ code: 'LEDGER_MISMATCH' })
  })

  it('while another run uses it, and free again after', async () => {
    people(upTo(15))
    mkdirSync(ledger())
    const lock = takeLock(systemFs, join(ledger(), 'lock'))
    await expect(to('one')).rejects.toMatchObject({ code: 'LOG_LOCKED', retryable: true })
    lock.release()
    await to('one')
    expect(existsSync(join(ledger(), 'lock'))).toBe(false)
  })

  it('for another policy than its plan is for', async () => {
    people(upTo(15))
    await to('one')
    writeCase(
      folder,
      (policy) => policy.replace('ill: sensitive', 'ill: quasi-identifier') + 'anonymity: { k: 3, releases: ledger }\n',
    )
    people(upTo(15))
    await expect(to('two')).rejects.toMatchObject({ code: 'LEDGER_MISMATCH' })
  })

  const policyWith = (anonymity: string, change: (policy: string) => string = (text) => text) => {
    const before = readFileSync(join(folder, 'people.csv'))
    writeCase(
      folder,
      (policy) => `${change(policy)}anonymity: { ${anonymity}, releases: ledger, suppress-at-most: 20% }\n`,
    )
    writeFileSync(join(folder, 'people.csv'), before)
  }

  it.each([
    ['a smaller k', 'k: 3', 'k: 2', 'promised k: 3'],
    ['records in place of people', 'k: 3, unit: subject', 'k: 3', 'promised unit: subject'],
    ['no diversity any more', 'k: 3, l: { ill: 2 }', 'k: 3', 'promised l of "ill"'],
    ['less diversity', 'k: 3, l: { ill: 2 }', 'k: 3, l: { ill: { entropy: 1.5 } }', 'promised l of "ill"'],
    ['farther classes', 'k: 3, t: { ill: 0.3 }', 'k: 3, t: { ill: 0.4 }', 'promised t of "ill"'],
  ])('for a policy that promises %s', async (_, first, second, message) => {
    people(upTo(18))
    policyWith(first)
    await to('one')
    policyWith(second)
    await expect(to('two')).rejects.toMatchObject({
      code: 'LEDGER_PROMISE',
      exitStatus: 77,
      message: expect.stringContaining(message) as string,
    })
    policyWith(first)
    await to('two')
  })

  it('for nobody who promises more, and less again than the release that was replaced', async () => {
    people(upTo(18))
    policyWith('k: 3')
    await to('one')
    policyWith('k: 4')
    await to('two')
    policyWith('k: 3')
    await expect(to('three')).rejects.toMatchObject({ code: 'LEDGER_PROMISE' })
    await to('two', { existing: 'replace' })
  })

  it('for the same people under another name of their source, or by another field', async () => {
    people(upTo(18))
    await to('one')
    policyWith('k: 3', (policy) => policy.replaceAll('people:', 'persons:'))
    await expect(to('two')).rejects.toMatchObject({
      code: 'LEDGER_MISMATCH',
      message: 'people of this source are in the ledger of releases as "people"',
    })
    policyWith('k: 3', (policy) =>
      policy
        .replace('subject: { people: id }', 'subject: { people: ill }')
        .replace('basis: consent', 'basis: contract')
        .replace(/consent:\n.*\n/, ''),
    )
    await expect(to('two')).rejects.toMatchObject({
      code: 'LEDGER_MISMATCH',
      message: expect.stringContaining('known by another field') as string,
    })
    expect(existsSync(join(folder, 'two'))).toBe(false)
  })

  it('with a word where nobody in it is known any more', async () => {
    people(upTo(15))
    await to('one')
    const codes: string[] = []
    people(upTo(30).slice(15))
    await to('two', { onNotice: ({ code }) => codes.push(code) })
    expect(codes).toContain('PEOPLE_UNKNOWN')
  })

  it('inside the release', async () => {
    writeCase(folder, (policy) => `${policy}anonymity: { k: 3, releases: out/ledger }\n`)
    await expect(run(jobOf(folder))).rejects.toMatchObject({ code: 'OUTPUT_INVALID' })
  })
})

describe('a policy that leaves the ledger out', () => {
  const codes: string[] = []
  const job = { onNotice: ({ code }: Notice) => codes.push(code) }
  const asking = (anonymity: string) => {
    codes.length = 0
    writeCase(folder, (policy) => `${policy}${anonymity}`)
    people(upTo(15))
  }
  const PLAIN = 'anonymity: { k: 3, suppress-at-most: 20% }\n'

  it('is refused where the log knows of one, in a run and in one that is only tried', async () => {
    asking(PLAIN)
    await to('zero', job)
    expect(codes).not.toContain('LEDGER_LEFT_OUT')
    asking('anonymity: { k: 3, releases: ledger, suppress-at-most: 20% }\n')
    await to('one', job)
    asking(PLAIN)
    await expect(to('two', job)).rejects.toMatchObject({ code: 'LEDGER_LEFT_OUT' })
    expect(existsSync(join(folder, 'two'))).toBe(false)
    await expect(dryRun(jobOf(folder))).rejects.toMatchObject({ code: 'LEDGER_LEFT_OUT' })
  })

  it.each([
    ['says why', 'anonymity: { k: 3, releases: { none: a sample of other years }, suppress-at-most: 20% }\n'],
    ['has no classes', ''],
  ])('is told so where it %s', async (_, anonymity) => {
    people(upTo(15))
    await to('one')
    asking(anonymity)
    await to('two', job)
    expect(codes).toContain('LEDGER_LEFT_OUT')
  })
})

describe('a run that is only tried', () => {
  it('says that the ledger was asked, or that its key is not here', async () => {
    people(upTo(15))
    expect((await dryRun(jobOf(folder))).ledger).toBeUndefined()
    await to('one')
    expect((await dryRun(jobOf(folder))).ledger).toEqual({ releases: 1, asked: true })
    expect((await dryRun({ ...jobOf(folder), env: {} })).ledger).toEqual({ releases: 1, asked: false })
  })

  it('is refused what a release before it promised, unless it replaces that one', async () => {
    people(upTo(15))
    await to('one')
    writeCase(folder, (policy) => `${policy}anonymity: { k: 2, releases: ledger, suppress-at-most: 20% }\n`)
    people(upTo(15))
    await expect(dryRun(jobOf(folder))).rejects.toMatchObject({ code: 'LEDGER_PROMISE' })
    const again = { ...jobOf(folder), target: join(folder, 'one'), existing: 'replace' as const }
    expect((await dryRun(again)).ledger).toEqual({ releases: 1, asked: true })
  })

  it('is refused a policy that the plan of the releases before is not for', async () => {
    people(upTo(15))
    await to('one')
    writeCase(folder, (policy) => `${policy}anonymity: { k: 3, model: peeling, releases: ledger }\n`)
    people(upTo(15))
    await expect(dryRun(jobOf(folder))).rejects.toMatchObject({ code: 'LEDGER_MISMATCH' })
  })
})

describe('a run that is refused', () => {
  it('leaves no folder of a ledger that was not there, and one that was', async () => {
    people(upTo(2))
    await expect(to('one')).rejects.toMatchObject({ code: 'ANONYMITY_NOT_MET' })
    expect(existsSync(ledger())).toBe(false)
    mkdirSync(ledger())
    await expect(to('one')).rejects.toMatchObject({ code: 'ANONYMITY_NOT_MET' })
    expect(files()).toEqual([])
    rmSync(ledger(), { recursive: true })
    people(upTo(15))
    await to('one')
    expect(files()).toHaveLength(1)
  })
})

describe('verify', () => {
  it('says what is wrong with what is kept of anonymity', async () => {
    people(upTo(15))
    const { manifest } = await to('one')
    const codes = () =>
      verifyRelease({ release: join(folder, 'one'), log: join(folder, 'log') }).problems.map(({ code }) => code)
    expect(codes()).toEqual([])
    change((bytes) => flipped(bytes, bytes.length - 1))
    const plan = join(folder, 'log/releases', `${manifest.release}.anonymity`)
    writeFileSync(plan, flipped(readFileSync(plan), 300))
    expect(codes()).toEqual(['PLAN_CHANGED', 'LEDGER_CHANGED'])
    rmSync(plan)
    rmSync(ledger(), { recursive: true })
    expect(codes()).toEqual(['PLAN_MISSING', 'LEDGER_MISSING'])
  })
})

function change(by: (bytes: Buffer) => Buffer): void {
  const file = join(ledger(), files()[0]!)
  writeFileSync(file, by(readFileSync(file)))
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at]! ^= 1
  expect(createHash('sha256').update(copy).digest('hex')).not.toBe(createHash('sha256').update(bytes).digest('hex'))
  return copy
}
