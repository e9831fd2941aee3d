import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { dirname } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { keyFor } from './key-periods.ts'
import { makeDirectory, readIfThere, replaceFile, syncDirectory } from './log-fs.ts'
import type { LogFs, LogPaths } from './log-fs.ts'
import { readState } from './log-state.ts'
import type { LogState } from './log-state.ts'
import { createSeed, readSeed } from './signing-key.ts'
import { signedHead } from './stored-checkpoints.ts'
import { verifyLog } from './verify-log.ts'
import { signerOf } from './vkey.ts'
import type { Signer } from './vkey.ts'

export interface Identity {
  dataset?: string
  origin?: string
  signingKey?: Uint8Array
}

/** A log that was read and found good, its files open; what a crash left is still there. */
export interface OpenedLog {
  state: LogState
  origin: string
  signer: Signer
  /** entries.jsonl, leaf-hashes and tail */
  entries: number
  leaves: number
  tail: number
}

export function openParts(fs: LogFs, paths: LogPaths, identity: Identity): OpenedLog {
  makeDirectory(fs, paths.keys)
  makeDirectory(fs, paths.checkpoints)
  const signed = signedHead(fs, paths)
  // The first key is published last of all when a log is made: with it, everything else must be there too.
  if (!signed && readIfThere(fs, paths.vkeyOf(1)))
    throw new PerdeError('LOG_TAMPERED', 'the log has a key but no checkpoint')
  const entries = fs.openSync(paths.entries, constants.O_RDWR | constants.O_CREAT, 0o600)
  try {
    const state = readState(fs, paths, entries, signed)
    const origin = originOf(state, identity)
    const signer = openSigner(fs, paths, state, origin, identity.signingKey)
    return { state, origin, signer, entries, leaves: openLeaves(fs, paths, state), tail: openTail(fs, paths) }
  } catch (cause) {
    fs.closeSync(entries)
    throw cause
  }
}

/** A log that is refused for what stands in it: names the line, which the quick look of a writer does not know. */
export function tamperedAt(dir: string, cause: unknown): unknown {
  if (!(cause instanceof PerdeError) || cause.code !== 'LOG_TAMPERED') return cause
  const line = cause.where.line ?? lineOf(dir)
  return new PerdeError('LOG_TAMPERED', `the log was tampered with or damaged: ${cause.message}`, {
    where: { part: dir, ...cause.where, ...(line === undefined ? {} : { line }) },
    cause: cause.cause,
    hints: [
      'nothing was changed; keep the folder as it is',
      'compare it with a backup or an older checkpoint of your own',
    ],
  })
}

function lineOf(dir: string): number | undefined {
  try {
    return verifyLog(dir).problems.find((problem) => problem.severity === 'error' && problem.line)?.line
  } catch {
    // The line is an extra; the first error is the one to tell.
    return undefined
  }
}

function originOf(state: LogState, { origin, dataset }: Identity): string {
  if (state.origin === undefined) return origin ?? `perde/${dataset ?? 'log'}/${randomName()}`
  if (origin !== undefined && origin !== state.origin)
    throw new PerdeError('POLICY_INVALID', 'the log in this folder has another origin than the policy names', {
      hints: ['write to another log, or take the origin out of the policy'],
    })
  return state.origin
}

function openSigner(fs: LogFs, paths: LogPaths, state: LogState, origin: string, given?: Uint8Array): Signer {
  const file = paths.seedOf(Math.max(state.keys.length, 1))
  const isNew = state.range.size === 0
  const seed = given ?? readSeed(fs, file) ?? (isNew ? createSeed(fs, file) : undefined)
  if (seed === undefined)
    throw new PerdeError('KEY_MISSING', 'the signing key of the log is missing', {
      where: { part: file },
      hints: ['name the key in the policy, under audit', 'a log cannot go on without the key it is signed with'],
    })
  const signer = signerOf(origin, seed)
  const current = keyFor(state.keys, state.range.size)
  if (current && current.vkey !== signer.vkey)
    throw new PerdeError('KEY_INVALID', 'the signing key is not the one that the log is signed with', {
      hints: ['give the key the log was made with, or write to another log'],
    })
  return signer
}

/** Opens the cache of leaf hashes, after writing it anew where it is not what the entries give. */
function openLeaves(fs: LogFs, paths: LogPaths, { leaves }: LogState): number {
  const expected = leaves.bytes(0, leaves.size)
  if (!readIfThere(fs, paths.leaves)?.equals(expected)) replaceFile(fs, paths.leaves, expected, 0o600)
  return fs.openSync(paths.leaves, 'r+')
}

/** Its name is durable before the first entry that counts on it. */
function openTail(fs: LogFs, paths: LogPaths): number {
  const isNew = readIfThere(fs, paths.tail) === undefined
  const fd = fs.openSync(paths.tail, constants.O_RDWR | constants.O_CREAT, 0o600)
  if (isNew) syncDirectory(fs, dirname(paths.tail))
  return fd
}

/** 40 random bits in RFC 4648 base 32, lower case. */
function randomName(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567'
  return Array.from(randomBytes(8), (byte) => letters[byte % 32]).join('')
}
