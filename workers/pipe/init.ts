import { PerdeError } from '../../src/errors.ts'
import type { Mode } from '../../src/engine/tasks/hosted-run.ts'
import { violated } from './frames.ts'

export const PROTOCOL = 1

/** What INIT asks for. */
export interface Init {
  run: string
  mode: Mode
  shard: number
  /** of the host, given back in RESULT */
  attempt: string
  /** by name; without those that a worker has from an INIT before */
  pieces: ReadonlyMap<string, Uint8Array>
}

/** `code`: of this worker. Throws PROTOCOL_INVALID; PLAN_MISMATCH for another protocol or another program. */
export function readInit(body: Uint8Array, code: string): Init {
  const length = body.length < 4 ? -1 : Buffer.from(body.buffer, body.byteOffset, 4).readUInt32LE()
  if (length < 0 || length > body.length - 4) throw violated('the JSON of INIT is longer than its frame')
  const given = jsonOf(body.subarray(4, 4 + length), 'INIT')
  if (given['protocol'] !== PROTOCOL)
    throw new PerdeError('PLAN_MISMATCH', `the host speaks another protocol than ${PROTOCOL}`, {
      hints: ['take host and worker from one version of perde'],
    })
  if (given['code'] !== code)
    throw new PerdeError('PLAN_MISMATCH', 'the worker is another program than the run was begun with', {
      hints: ['ship the dist/stdio.js of the perde that began the run to every machine'],
    })
  const { run, mode, shard, attempt } = given
  if (typeof run !== 'string' || (mode !== 'profile' && mode !== 'apply') || typeof attempt !== 'string')
    throw violated('INIT does not name its run, mode and attempt')
  if (!Number.isInteger(shard) || (shard as number) < 0) throw violated('INIT does not number its shard')
  return { run, mode, shard: shard as number, attempt, pieces: piecesOf(given['pieces'], body.subarray(4 + length)) }
}

function piecesOf(list: unknown, bytes: Uint8Array): Map<string, Uint8Array> {
  if (!Array.isArray(list)) throw violated('INIT does not list its pieces')
  const pieces = new Map<string, Uint8Array>()
  let at = 0
  for (const entry of list as unknown[]) {
    const { name, bytes: length } = (entry ?? {}) as { name?: unknown; bytes?: unknown }
    if (typeof name !== 'string' || !Number.isInteger(length) || (length as number) < 0 || pieces.has(name))
      throw violated('a piece of INIT has no name or no length')
    if ((length as number) > bytes.length - at) throw violated('the pieces of INIT are longer than its frame')
    pieces.set(name, bytes.subarray(at, (at += length as number)))
  }
  if (at !== bytes.length) throw violated('INIT has bytes behind its pieces')
  return pieces
}

/** A body that is one JSON object. Throws PROTOCOL_INVALID. */
export function jsonOf(body: Uint8Array, frame: string): Record<string, unknown> {
  try {
    const value = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString()) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Told below.
  }
  throw violated(`the body of ${frame} is no JSON object`)
}
