import { decodeBase64 } from './base64.ts'
import { keyFor } from './key-periods.ts'
import type { KeyPeriod } from './key-periods.ts'
import type { Signer } from './vkey.ts'

// Behind the last checkpoint stand entries that a crash may have kept from being signed. So that nobody without the key can
// put entries there, which the next checkpoint would sign, the writer signs each state of the log before its line is
// written: one line of the file `tail` a state. It is no checkpoint, since a line that was never written leaves a state
// that never was, and two checkpoints of one size say that a log was forked.

/** A state of the log: so many entries, with this root. */
export interface TailState {
  origin: string
  size: number
  root: Buffer
}

/** `size base64(signature)` and a line feed. */
export function tailLine(state: TailState, signer: Signer): string {
  return `${state.size} ${signer.sign(textOf(state)).toString('base64')}\n`
}

/** Did the holder of the key that was in force before the last entry sign that this state would be? `tail`: the file, if there is one. */
export function isVouched(tail: Buffer | undefined, state: TailState, keys: readonly KeyPeriod[]): boolean {
  // The entry that names a key is written under the one before; the first names its own.
  const key = keyFor(keys, Math.max(state.size - 1, 1))
  if (!key) return false
  const text = textOf(state)
  const start = `${state.size} `
  const lines = tail?.toString('latin1').split('\n') ?? []
  return lines.some((line) => {
    const signature = line.startsWith(start) ? decodeBase64(line.slice(start.length)) : undefined
    return signature !== undefined && key.verify(text, signature)
  })
}

export const NOT_VOUCHED = 'entries behind the last checkpoint were not written by who holds the key of the log'

/** Cannot be taken for a checkpoint: its second line is no number. */
function textOf({ origin, size, root }: TailState): Buffer {
  return Buffer.from(`perde log tail\n${origin}\n${size}\n${root.toString('base64')}\n`)
}
