import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import * as nodeFs from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PerdeError } from '../../../src/errors.ts'
import { takeLock } from '../../../src/evidence/log/lock.ts'
import { openLog } from '../../../src/evidence/log/log-writer.ts'
import { verifyLog } from '../../../src/evidence/log/verify-log.ts'
import { OPTIONS, temporaryFolder, useLog } from './sample-log.ts'

const source = fileURLToPath(new URL('../../../src/evidence/log/log-writer.ts', import.meta.url))
const bundles = nodeFs.mkdtempSync(join(nodeFs.realpathSync('/tmp'), 'perde-lock-'))
const children: ChildProcess[] = []

beforeAll(async () => {
  await build({
    entryPoints: [source],
    outfile: join(bundles, 'log.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
  })
})

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  nodeFs.rmSync(bundles, { recursive: true, force: true })
})

/** A process of its own that runs `body`, in which `open()` opens the log in `dir`; each line that it prints is a word. */
function start(dir: string, body: string): ChildProcess {
  const file = join(bundles, `child-${children.length}.mjs`)
  writeFileSync(
    file,
    `import { openLog } from './log.mjs'
     import * as fs from 'node:fs'
     const dir = ${JSON.stringify(dir)}
     const say = (word) => fs.writeSync(1, word + '\\n')
     const wait = (ms) => new Promise((done) => setTimeout(done, ms))
     const open = () => openLog(dir, { tool: 'perde/0.1.0', signingKey: Buffer.alloc(32, 5), origin: ${JSON.stringify(OPTIONS.origin)} })
     ${body}`,
  )
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

async function firstWord(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
  return chunk.toString().trim()
}

async function wordsOf(child: ChildProcess): Promise<string> {
  let text = ''
  child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(child, 'close')
  return text.trim()
}

function refusal(dir: string): PerdeError | undefined {
  try {
    openLog(dir, OPTIONS).close()
    return undefined
  } catch (error) {
    return error as PerdeError
  }
}

const HOLD = `open(); say('open'); await wait(60_000)`

describe('the lock of a log', () => {
  it('keeps a second process out while the first lives, and tells its pid', async () => {
    const dir = temporaryFolder()
    const child = start(
      dir,
      `const log = open(); say('open'); process.on('SIGTERM', () => { log.close(); process.exit(0) }); await wait(60_000)`,
    )
    expect(await firstWord(child)).toBe('open')
    const error = refusal(dir)!
    expect([error.code, error.exitStatus, error.retryable]).toEqual(['LOG_LOCKED', 75, true])
    expect(error.facts).toEqual({ pid: child.pid })
    expect(error.hints.length).toBeGreaterThan(0)
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(refusal(dir)).toBeUndefined()
  })

  it('of a process that was killed is taken over, and nothing of it stays', async () => {
    const dir = temporaryFolder()
    const child = start(dir, HOLD)
    await firstWord(child)
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(existsSync(join(dir, 'lock'))).toBe(true)
    useLog(dir, () => expect(JSON.parse(readFileSync(join(dir, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid }))
    expect(readdirSync(dir).filter((name) => name.startsWith('lock'))).toEqual([])
  })

  it('of a process that is dead but not yet collected by its parent is taken over', async () => {
    const dir = temporaryFolder()
    const child = start(dir, HOLD)
    await firstWord(child)
    child.kill('SIGKILL')
    // Without a turn of the event loop this process, its parent, does not collect it.
    const state = () => readFileSync(`/proc/${child.pid!}/stat`, 'utf8').replace(/^.*\) /s, '')[0]
    while (process.platform === 'linux' && state() !== 'Z');
    if (process.platform === 'linux') expect(refusal(dir)).toBeUndefined()
    await once(child, 'close')
  })

  it('keeps a second writer of the same process out', () => {
    const dir = temporaryFolder()
    useLog(dir, () => expect(refusal(dir)?.code).toBe('LOG_LOCKED'))
    expect(refusal(dir)).toBeUndefined()
  })

  it('is held by one process at a time, however many come at once upon a dead one, and some of them die', async () => {
    const dir = temporaryFolder()
    const dead = start(dir, HOLD)
    await firstWord(dead)
    dead.kill('SIGKILL')
    await once(dead, 'close')
    const body = (dies: boolean) => `
      for (;;) {
        let log
        try { log = open() } catch (error) {
          if (error.code !== 'LOG_LOCKED') { say(error.code + ' ' + error.message); break }
          await wait(1 + Math.random() * 10)
          continue
        }
        // Nobody else may be in here. A process that died in here is not in here any more.
        let other
        try { other = Number(fs.readFileSync(dir + '/inside', 'utf8')) } catch {}
        // One that waits only to be collected by its parent is dead, as it is to the lock.
        if (other) { let alive = false; try { alive = !/\\) [ZX] /.test(fs.readFileSync('/proc/' + other + '/stat', 'utf8')) } catch {} if (alive) { say('OVERLAP'); break } }
        fs.writeFileSync(dir + '/inside', String(process.pid))
        log.append([{ type: 'export', first: 0, last: 0 }])
        await wait(5)
        if (${dies}) { say('died'); process.kill(process.pid, 'SIGKILL'); await wait(1000) }
        log.checkpoint()
        fs.unlinkSync(dir + '/inside')
        log.close()
        say('done')
        break
      }`
    const words = await Promise.all(Array.from({ length: 12 }, (_, i) => wordsOf(start(dir, body(i % 3 === 0)))))
    expect(words.sort()).toEqual([...Array<string>(4).fill('died'), ...Array<string>(8).fill('done')])
    useLog(dir, (log) => log.checkpoint())
    expect(verifyLog(dir)).toMatchObject({ ok: true, size: 13, problems: [] })
    expect(readdirSync(dir).filter((name) => name.startsWith('lock'))).toEqual([])
  })
})

describe('a lock file', () => {
  type Holder = { token: string; pid: number; boot: string; start: string; place: string }
  const DEAD = '0'.repeat(32)

  /** Puts a lock into the folder like one of this process, with some of it changed. */
  function leave(dir: string, change: Partial<Holder>, name = 'lock'): void {
    const file = join(dir, 'probe')
    const lock = takeLock(nodeFs, file)
    const mine = JSON.parse(readFileSync(file, 'utf8')) as Holder
    lock.release()
    writeFileSync(join(dir, name), JSON.stringify({ ...mine, ...change }))
  }

  it.each<[string, Partial<Holder>]>([
    ['before the machine was started again', { boot: 'another' }],
    ['by a process whose pid another has now', { start: '1' }],
    ['by a process that is gone', { pid: 2 ** 22 + 1 }], // over the largest pid of Linux
  ])('made %s is taken over', (_, change) => {
    const dir = temporaryFolder()
    leave(dir, { token: DEAD, ...change })
    expect(refusal(dir)).toBeUndefined()
    expect(readdirSync(dir).filter((name) => name.startsWith('lock'))).toEqual([])
  })

  it.each<[string, Partial<Holder>]>([
    ['of another machine', { place: 'elsewhere pid:[1]', boot: 'another', pid: 2 ** 22 + 1 }],
    ['of another container', { pid: 2 ** 22 + 1 }],
  ])('%s is respected, for nobody here can say whether its process lives', (_, change) => {
    const dir = temporaryFolder()
    leave(dir, { token: DEAD, ...change })
    if (change.place === undefined) {
      const held = JSON.parse(readFileSync(join(dir, 'lock'), 'utf8')) as Holder
      writeFileSync(join(dir, 'lock'), JSON.stringify({ ...held, place: `${held.place.split(' ')[0]!} pid:[1]` }))
    }
    expect(refusal(dir)?.code).toBe('LOG_LOCKED')
    expect(existsSync(join(dir, 'lock'))).toBe(true)
  })

  it.each(['', '{}', 'null', '{"pid":1}', 'not json'])('case %# that cannot be read is respected', (text) => {
    const dir = temporaryFolder()
    writeFileSync(join(dir, 'lock'), text)
    expect(refusal(dir)?.code).toBe('LOG_LOCKED')
  })

  it('whose takeover was cut short by a second crash is taken over', () => {
    const dir = temporaryFolder()
    leave(dir, { token: DEAD, start: '1' })
    leave(dir, { token: '1'.repeat(32), start: '1' }, `lock.claim.${DEAD}`)
    expect(refusal(dir)).toBeUndefined()
    expect(readdirSync(dir).filter((name) => name.startsWith('lock'))).toEqual([])
  })

  it('that a living process is about to take over is respected', () => {
    const dir = temporaryFolder()
    leave(dir, { token: DEAD, start: '1' })
    leave(dir, { token: '1'.repeat(32) }, `lock.claim.${DEAD}`)
    expect(refusal(dir)?.code).toBe('LOG_LOCKED')
    expect(JSON.parse(readFileSync(join(dir, 'lock'), 'utf8'))).toMatchObject({ token: DEAD })
  })

  it('that was replaced by a stranger is not removed by its old holder', () => {
    const dir = temporaryFolder()
    const lock = takeLock(nodeFs, join(dir, 'lock'))
    leave(dir, { token: '2'.repeat(32) })
    lock.release()
    expect(existsSync(join(dir, 'lock'))).toBe(true)
  })
})
