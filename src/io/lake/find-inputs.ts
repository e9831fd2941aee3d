import { statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, relative, resolve, sep } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { PerdeError } from '../../errors.ts'
import { partitionsOf, type PartitionValue } from './partitions.ts'

/** A file of a source and its place below the fixed part of the glob or the folder, with forward slashes. */
export interface FoundInput {
  path: string
  /** as the user would name it: for messages on this machine */
  name: string
  below: string
  /** columns in the folders of the path as the user gave it, and of those below */
  partition: PartitionValue[]
  /** one of the files of a folder, which are one table */
  inFolder: boolean
}

/**
 * The files that a source's path names, a file, a folder or a pattern, in the order of their names (by code unit, so the
 * same everywhere). Names that begin with `_` or `.` are not data. Nothing is opened. Throws INPUT_NOT_FOUND, and
 * INPUT_UNREADABLE where links lead to a file twice, whose records would count twice.
 */
export async function findInputs(pattern: string, baseDir: string): Promise<FoundInput[]> {
  const literal = resolve(baseDir, pattern)
  const there = await stat(literal).catch(() => undefined)
  // A file whose name looks like a pattern is still a file.
  if (there?.isFile() || (!there && !isDynamicPattern(pattern)) || (there && !there.isDirectory()))
    return [
      { path: literal, name: pattern, below: basename(literal), partition: partitionsOf(pattern), inFolder: false },
    ]
  const inFolder = there !== undefined
  const fixed = inFolder ? pattern.replace(/(?<=.)\/+$/, '') : fixedPart(pattern)
  const cwd = resolve(baseDir, fixed)
  const found = await glob(inFolder ? '**' : pattern.slice(fixed.length).replace(/^\//, ''), {
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
    .map((below) => {
      const path = resolve(cwd, below)
      const partition = partitionsOf(`${fixed}/${below}`)
      return { path, name: relative(baseDir, path) || below, below, partition, inFolder }
    })
  if (inputs.length === 0)
    throw new PerdeError('INPUT_NOT_FOUND', inFolder ? 'a folder holds no data' : 'no file matches a source', {
      where: { part: pattern },
      hints: [
        inFolder
          ? 'files and folders whose names begin with "_" or "." are not data'
          : 'paths in a policy are relative to the policy file',
      ],
    })
  refuseTwice(inputs)
  return inputs
}

function refuseTwice(inputs: readonly FoundInput[]): void {
  const seen = new Set<string>()
  for (const { path, name } of inputs) {
    // What is no file, or goes away meanwhile, is for who opens it.
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (!found) continue
    const key = `${found.dev}:${found.ino}`
    if (seen.has(key))
      throw new PerdeError('INPUT_UNREADABLE', 'a file is found under two names, by a link', {
        where: { part: name },
        hints: ['remove the link, or name the files so that each is found once: its records would count twice'],
      })
    seen.add(key)
  }
}

/** The folders before the first part that is a pattern; a brace may hold slashes, so it ends the fixed part too. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/')
  const first = parts.findIndex((part) => isDynamicPattern(part) || /[{}()]/.test(part))
  const fixed = parts.slice(0, first).join('/')
  return fixed === '' && pattern.startsWith('/') ? '/' : fixed
}
