import { closeSync, readFileSync } from 'node:fs'
import type { Roots } from '../engine/freeze/derive-keys.ts'
import { hostedKeys } from '../engine/tasks/hosted-keys.ts'
import { PerdeError } from '../errors.ts'

/**
 * The keys that a host writes into a pipe which this process inherited as descriptor `fd`, and which is closed here. Throws
 * USAGE where that is no pipe of keys, KEY_INVALID.
 */
export function pipedKeys(fd: string): Roots {
  const n = /^\d{1,9}$/.test(fd) ? Number(fd) : 0
  if (n < 3) throw usage()
  let text: string
  try {
    text = readFileSync(n, 'utf8')
    closeSync(n)
  } catch {
    throw usage()
  }
  return hostedKeys(text)
}

function usage(): PerdeError {
  return new PerdeError('USAGE', '--key-fd is a descriptor from 3 on that can be read', {
    hints: ['such as --key-fd 3, with the keys as JSON in it: {"main":"…"}'],
  })
}
