import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readGiven } from './given-file.ts'

/** What an auditor trusts: a key or checkpoint is given as a file, or, a key, as its text. */
export function trustText(given: string, cwd: string): string {
  if (!existsSync(resolve(cwd, given))) return given
  return readGiven(given, cwd, 'reading what is trusted').toString()
}
