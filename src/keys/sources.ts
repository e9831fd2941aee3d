import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { ioError, PerdeError, systemCode } from '../errors.ts'
import type { KeySource } from '../policy/policy.ts'
import { decodeKey } from './decode-key.ts'

/** A root of the policy's `keys`. Never written anywhere, never sent to a worker. */
export interface RootKey {
  /** 32 bytes */
  root: Uint8Array
  /** made for this run alone: nothing joins with another run */
  ephemeral: boolean
}

export interface KeySurroundings {
  /** the policy file's folder; relative paths and the command's working directory */
  baseDir: string
  env: Readonly<Record<string, string | undefined>>
  /** milliseconds that a command may take; default 30,000 */
  commandLimit?: number
}

/**
 * Reads a root from where the policy says it is. Fails with KEY_MISSING, KEY_EXPOSED, KEY_INVALID or KEY_COMMAND, never
 * with a word of what was read.
 */
export async function loadKey(
  source: KeySource,
  { baseDir, env, commandLimit = 30_000 }: KeySurroundings,
): Promise<RootKey> {
  if ('ephemeral' in source) return { root: new Uint8Array(randomBytes(32)), ephemeral: true }
  if ('env' in source) {
    const text = env[source.env]
    if (text === undefined || text === '')
      throw new PerdeError('KEY_MISSING', `the environment variable ${source.env} is not set`, {
        hints: [`put 64 hex digits or base64 of 32 random bytes into ${source.env}`],
      })
    return { root: decodeKey(text, `the environment variable ${source.env}`), ephemeral: false }
  }
  if ('file' in source) {
    const path = isAbsolute(source.file) ? source.file : resolve(baseDir, source.file)
    return { root: decodeKey(await readKeyFile(path, source.file), `the key file ${source.file}`), ephemeral: false }
  }
  const text = await commandOutput(source.command, baseDir, env, commandLimit)
  return { root: decodeKey(text, `the output of the key command ${source.command[0]}`), ephemeral: false }
}

/** Writes 32 random bytes as 64 hex digits into a new file that only its owner can read. */
export async function newKey(path: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(`${randomBytes(32).toString('hex')}\n`)
      await file.sync()
    } catch (cause) {
      // Half a key would be taken for one that is there.
      await rm(path, { force: true })
      throw cause
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST')
      throw new PerdeError('OUTPUT_EXISTS', `the key file ${path} is already there`, {
        hints: ['a key that is overwritten is lost, with everything made under it; choose another name'],
        cause,
      })
    throw ioError(cause, 'writing a key file', { part: path })
  }
}

/** No key is longer than this, whatever the file or command. */
const LONGEST = 4096

/**
 * Mode and owner are asked of the opened file, not of the name, so a link that is changed in between changes nothing
 * and a link to an open file is as refused as the file. Non-blocking, so that a pipe of that name does not hang the run.
 */
async function readKeyFile(path: string, name: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT')
      throw new PerdeError('KEY_MISSING', `there is no key file ${name}`, {
        hints: [
          'bring back the one that the data were made with: another key opens and knows nothing of them',
          `for data that are new to perde: perde key new ${path}`,
        ],
        cause,
      })
    throw new PerdeError('KEY_MISSING', `the key file ${name} cannot be read`, { cause })
  })
  try {
    const { mode, uid, size } = await file.stat()
    if ((mode & constants.S_IFMT) !== constants.S_IFREG)
      throw new PerdeError('KEY_INVALID', `the key file ${name} is not a file`, { hints: [`perde key new FILE`] })
    if (process.platform !== 'win32' && mode & 0o077)
      throw new PerdeError('KEY_EXPOSED', `the key file ${name} can be read or changed by others`, {
        hints: [`chmod 600 ${name}`],
      })
    if (process.getuid && uid !== process.getuid())
      throw new PerdeError('KEY_EXPOSED', `the key file ${name} belongs to another user`, {
        hints: [`chown it to the user who runs perde, then chmod 600 ${name}`],
      })
    if (size > LONGEST)
      throw new PerdeError('KEY_INVALID', `the key file ${name} is too long for a key`, {
        hints: ['a key is 32 bytes as 64 hex digits or base64; make one with: perde key new FILE'],
      })
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

/** Standard output of a command that is run without a shell; what it says on standard error is not shown: it may quote a key. */
function commandOutput(
  command: readonly string[],
  cwd: string,
  env: KeySurroundings['env'],
  limit: number,
): Promise<string> {
  const [program, ...args] = command
  if (program === undefined) throw new PerdeError('KEY_COMMAND', 'the key command is empty')
  const failure = (why: string, cause?: unknown) =>
    new PerdeError('KEY_COMMAND', `the key command ${program} ${why}`, {
      hints: ['run it by hand: it must print 64 hex digits or base64 and nothing else'],
      ...(cause !== undefined && { cause }),
    })
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true })
    const chunks: Buffer[] = []
    let size = 0
    const end = (settle: () => void) => {
      clearTimeout(timer)
      child.stdout.destroy()
      child.kill('SIGKILL')
      settle()
    }
    const timer = setTimeout(() => end(() => reject(failure(`gave nothing within ${limit / 1000} seconds`))), limit)
    child.on('error', (cause) => end(() => reject(failure('could not be started', cause))))
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if ((size += chunk.length) > LONGEST) end(() => reject(failure('printed too much for a key')))
    })
    child.on('close', (status, signal) => {
      const how = signal ? `was ended by ${signal}` : `ended with ${status}`
      end(() => (status === 0 ? resolve(Buffer.concat(chunks).toString()) : reject(failure(how))))
    })
  })
}
