import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** SHA-256, in hex, of the program that workers behind pipes are: beside this one in dist/, or there when sources run. */
export function workerCode(): string {
  const beside = fileURLToPath(new URL('./stdio.js', import.meta.url))
  const path = existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/stdio.js', import.meta.url))
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
