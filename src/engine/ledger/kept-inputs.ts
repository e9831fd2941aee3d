import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { seal, unseal } from '../../crypto/sealed.ts'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import { makeDirectory, replaceFile, systemFs } from '../../evidence/log/log-fs.ts'
import { keptInputsFile } from '../../evidence/release/release-record.ts'
import type { Schema } from '../../plan/drift.ts'
import type { Plan } from '../../plan/plan.ts'
import type { PlanKeys } from './kept-plan.ts'

/**
 * What a release was made of, for the releases that follow it: the inputs that it and those before it read, what they looked
 * like, and how each field was decided. It names files, so it is no part of a release.
 */
export interface KeptInputs {
  perde: 'inputs'
  version: 1
  dataset: string
  /** ULID of the release after which it is so */
  release: string
  /** without what was solved for classes, which is kept by itself */
  plan: Plan
  /** by name of the key: tells two keys apart */
  keys: Record<string, string>
  inputs: KeptInput[]
  /** by source */
  schemas: Record<string, Schema>
}

export interface KeptInput {
  source: string
  /** relative to the policy's folder with forward slashes, an address without its password, or - */
  name: string
  /** of the release that read it */
  release: string
  bytes: number
  /** what the store said of its state */
  version?: string
  sha256: string
}

/** Writes it beside the log, sealed as the kept plan is. Durable when it returns. */
export function keepInputs(log: string, kept: KeptInputs, keys: PlanKeys): { sha256: string } {
  const path = keptInputsFile(log, kept.release)
  const line = JSON.stringify({ perde: SEALED, version: 1, release: kept.release, check: keys.check })
  const bytes = Buffer.concat([Buffer.from(`${line}\n`), seal(keys.seal, [line], Buffer.from(JSON.stringify(kept)))])
  try {
    makeDirectory(systemFs, dirname(path))
    replaceFile(systemFs, path, bytes, 0o600)
  } catch (e) {
    throw ioError(e, 'keeping what the release was made of', { part: path })
  }
  return { sha256: createHash('sha256').update(bytes).digest('hex') }
}

const SEALED = 'sealed-inputs'

/**
 * Reads it again. `sha256`: as the signed commit has it. Throws RELEASE_UNKNOWN where it is not there, LOG_TAMPERED where it
 * is not what the run kept, KEY_INVALID under another key.
 */
export function openKeptInputs(log: string, release: string, sha256: string, keys: PlanKeys): KeptInputs {
  const path = keptInputsFile(log, release)
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (e) {
    if (systemCode(e) !== 'ENOENT') throw ioError(e, 'reading what the release was made of')
    throw tampered('the log does not keep any more what the release was made of', path)
  }
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw tampered('what the log keeps of the release is not what it signed', path)
  const end = bytes.indexOf('\n')
  const line = bytes.subarray(0, end).toString()
  const { perde, check } = JSON.parse(line) as { perde?: string; check?: string }
  if (perde !== SEALED) throw tampered('what the log keeps of the release is not what it signed', path)
  const text = check === keys.check ? unseal(keys.seal, [line], bytes.subarray(end + 1)) : undefined
  if (!text)
    throw new PerdeError('KEY_INVALID', 'the earlier release was made with another key', {
      hints: ['give the key that it was made with: its pseudonyms and those of this release have to join'],
    })
  return JSON.parse(text.toString()) as KeptInputs
}

function tampered(message: string, part: string): PerdeError {
  return new PerdeError('LOG_TAMPERED', message, {
    where: { part },
    hints: ['put back the file as the run left it, or make the release anew without --since'],
  })
}
