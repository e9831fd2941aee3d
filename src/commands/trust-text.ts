import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ioError } from '../errors.ts'

/** What an auditor trusts: a key or checkpoint is given as a file, or, a key, as its text. */
export function trustText(given: string, cwd: string): string {
  const path = resolve(cwd, given)
  if (!existsSync(path)) return given
  try {
    return readFileSync(path, 'utf8')
  } catch (e) {
    throw ioError(e, 'reading what is trusted', { part: given })
  }
}
