import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { PerdeError } from '../../src/errors.ts'
import { decodeKey } from '../../src/keys/decode-key.ts'
import { loadKey, newKey } from '../../src/keys/sources.ts'
import type { KeySource } from '../../src/policy/policy.ts'

const folder = mkdtempSync(join(tmpdir(), 'perde-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

const KEY = Uint8Array.from({ length: 32 }, (_, i) => 255 - 3 * i)
const HEX = Buffer.from(KEY).toString('hex')

function file(name: string, text: string, mode = 0o600): string {
  writeFileSync(join(folder, name), text)
  chmodSync(join(folder, name), mode)
  return name
}

const load = (source: KeySource, env = {}, commandLimit = 30_000) =>
  loadKey(source, { baseDir: folder, env, commandLimit })

async function failureOf(source: KeySource, env = {}, commandLimit?: number): Promise<PerdeError> {
  const failure = await load(source, env, commandLimit).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(PerdeError)
  return failure as PerdeError
}

describe('a key', () => {
  it.each([
    ['64 hex digits', HEX],
    ['64 hex digits in upper case', HEX.toUpperCase()],
    ['base64', Buffer.from(KEY).toString('base64')],
    ['base64 without padding', Buffer.from(KEY).toString('base64').replace('=', '')],
    ['base64 of the URL alphabet', Buffer.from(KEY).toString('base64url')],
    ['a line of its own, with its end', `${HEX}\r\n`],
  ])('is understood as %s', (_, text) => {
    expect(decodeKey(text, 'it')).toEqual(KEY)
  })

  it.each([
    ['nothing', ''],
    ['a password', 'correct horse battery staple'],
    ['16 bytes in hex', HEX.slice(0, 32)],
    ['31 bytes in base64', Buffer.from(KEY.subarray(1)).toString('base64')],
    ['33 bytes in base64', Buffer.from([...KEY, 1]).toString('base64')],
    ['zeros', '0'.repeat(64)],
    ['one byte again and again', 'ab'.repeat(32)],
    ['two keys', `${HEX}\n${HEX}`],
  ])('is not %s', (_, text) => {
    expect(() => decodeKey(text, 'it')).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
  })
})

describe('keys from the environment', () => {
  it('are read', async () => {
    expect(await load({ env: 'MAIN_KEY' }, { MAIN_KEY: HEX })).toEqual({ root: KEY, ephemeral: false })
  })

  it('that are not set are missing', async () => {
    expect((await failureOf({ env: 'MAIN_KEY' })).code).toBe('KEY_MISSING')
    expect((await failureOf({ env: 'MAIN_KEY' }, { MAIN_KEY: '' })).code).toBe('KEY_MISSING')
  })
})

describe('keys from a file', () => {
  it('are read relative to the policy, in mode 0600 and 0400', async () => {
    expect((await load({ file: file('main.key', HEX) })).root).toEqual(KEY)
    expect((await load({ file: file('readonly.key', HEX, 0o400) })).root).toEqual(KEY)
  })

  // Each bit for the group and for others alone
  it.each([0o640, 0o620, 0o610, 0o604, 0o602, 0o601])('are refused in mode %o', async (mode) => {
    const failure = await failureOf({ file: file('open.key', HEX, mode) })
    expect(failure.code).toBe('KEY_EXPOSED')
    expect(failure.hints).toEqual(['chmod 600 open.key'])
  })

  it('are refused behind a link to a file that others can read', async () => {
    file('readable.key', HEX, 0o644)
    symlinkSync('readable.key', join(folder, 'link.key'))
    expect((await failureOf({ file: 'link.key' })).code).toBe('KEY_EXPOSED')
  })

  it.skipIf(process.getuid?.() !== 0)('are refused when they belong to another user (needs root)', async () => {
    const { chownSync } = await import('node:fs')
    chownSync(join(folder, file('foreign.key', HEX)), 12_345, 12_345)
    expect((await failureOf({ file: 'foreign.key' })).code).toBe('KEY_EXPOSED')
  })

  it('are missing where there is no file', async () => {
    expect((await failureOf({ file: 'nowhere.key' })).code).toBe('KEY_MISSING')
  })

  it('are invalid in a folder, a pipe or a file far too long', async () => {
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe.key')])
    expect((await failureOf({ file: '.' })).code).toBe('KEY_INVALID')
    expect((await failureOf({ file: 'pipe.key' })).code).toBe('KEY_INVALID')
    expect((await failureOf({ file: file('long.key', `${HEX}${'\n'.repeat(5000)}`) })).code).toBe('KEY_INVALID')
  })
})

const node = (script: string): KeySource => ({ command: [process.execPath, '-e', script] })

describe('keys from a command', () => {
  it('are what it prints', async () => {
    expect((await load(node(`console.log('${HEX}')`))).root).toEqual(KEY)
  })

  it('come from a command that runs beside the policy, without a shell, in the given environment', async () => {
    file('shown.key', HEX)
    expect((await load(node(`process.stdout.write(require('fs').readFileSync('shown.key'))`))).root).toEqual(KEY)
    expect((await load(node('console.log(process.env.MAIN_KEY)'), { MAIN_KEY: HEX })).root).toEqual(KEY)
    expect((await failureOf({ command: ['cat shown.key | head'] }, { PATH: process.env['PATH'] })).code).toBe(
      'KEY_COMMAND',
    )
  })

  it.each([
    ['fails', `console.log('${HEX}'); process.exit(3)`],
    ['is ended by a signal', `process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 60_000)`],
    ['prints without end', `setInterval(() => console.log('x'.repeat(1000)), 0)`],
  ])('are refused when it %s', async (_, script) => {
    expect((await failureOf(node(script))).code).toBe('KEY_COMMAND')
  })

  it('are refused when it takes longer than the limit, even if a child of it holds the pipe', async () => {
    const script = `require('child_process').spawn('sleep', ['3'], { stdio: 'inherit' }); setTimeout(() => {}, 60_000)`
    const failure = await failureOf(node(script), { PATH: process.env['PATH'] }, 300)
    expect(failure.code).toBe('KEY_COMMAND')
    expect(failure.message).toContain('within 0.3 seconds')
  })

  it('are refused when it prints something else', async () => {
    expect((await failureOf(node(`console.log('none')`))).code).toBe('KEY_INVALID')
  })

  it('leave nothing of either output in the error', async () => {
    const failure = await failureOf(node(`console.error('${HEX}'); console.log('${HEX}x'); process.exitCode = 1`))
    const { message, hints, cause, stack } = failure
    expect(JSON.stringify([failure, message, hints, stack, String(cause)])).not.toContain(HEX.slice(0, 8))
  })
})

describe('ephemeral keys', () => {
  it('are new every time', async () => {
    const [a, b] = await Promise.all([load({ ephemeral: true }), load({ ephemeral: true })])
    expect(a.ephemeral && b.ephemeral).toBe(true)
    expect(a.root).toHaveLength(32)
    expect(a.root).not.toEqual(b.root)
  })
})

describe('a new key', () => {
  it('is a file that only its owner can read and that loads', async () => {
    await newKey(join(folder, 'fresh.key'))
    expect(statSync(join(folder, 'fresh.key')).mode & 0o777).toBe(0o600)
    expect((await load({ file: 'fresh.key' })).root).toHaveLength(32)
  })

  it('never overwrites one', async () => {
    const name = file('kept.key', HEX)
    await expect(newKey(join(folder, name))).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' })
    expect(readFileSync(join(folder, name), 'utf8')).toBe(HEX)
  })

  it('needs a folder', async () => {
    await expect(newKey(join(folder, 'none', 'a.key'))).rejects.toMatchObject({ code: 'IO_FAILED' })
  })
})
