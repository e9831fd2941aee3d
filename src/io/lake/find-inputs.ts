import { stat } from 'node:fs/promises'
import { basename, relative, resolve, sep } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { PerdeError } from '../../errors.ts'

/** A file of a source and its place below the fixed part of the glob, with forward slashes. */
export interface FoundInput {
  path: string
  /** as the user would name it: for messages on this machine */
  name: string
  below: string
}

/**
 * The files that a source's path names, in the order of their names (by code unit, so the same everywhere). Names that
 * begin with `_` or `.` are not data. Nothing is opened. Throws INPUT_NOT_FOUND.
 */
export async function findInputs(pattern: string, baseDir: string): Promise<FoundInput[]> {
  const literal = resolve(baseDir, pattern)
  // A file whose name looks like a pattern is still a file.
  if (!isDynamicPattern(pattern) || (await stat(literal).catch(() => undefined))?.isFile())
    return [{ path: literal, name: pattern, below: basename(literal) }]
  const fixed = fixedPart(pattern)
  const cwd = resolve(baseDir, fixed)
  const found = await glob(pattern.slice(fixed.length).replace(/^\//, ''), {
    cwd,
    dot: false,
    onlyFiles: true,
    expandDirectories: false,
    followSymbolicLinks: true,
  })
  const inputs = found
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !file.split('/').some((part) => part.startsWith('_') || part.startsWith('.')))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((below) => ({ path: resolve(cwd, below), name: relative(baseDir, resolve(cwd, below)) || below, below }))
  if (inputs.length === 0)
    throw new PerdeError('INPUT_NOT_FOUND', 'no file matches a source', {
      where: { part: pattern },
      hints: ['paths in a policy are relative to the policy file'],
    })
  return inputs
}

/** The folders before the first part that is a pattern; a brace may hold slashes, so it ends the fixed part too. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/')
  const first = parts.findIndex((part) => isDynamicPattern(part) || /[{}()]/.test(part))
  const fixed = parts.slice(0, first).join('/')
  return fixed === '' && pattern.startsWith('/') ? '/' : fixed
}
