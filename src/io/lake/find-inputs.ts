import { statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, relative, resolve } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { isObjectAddress } from '../stores/open-store.ts'
import { localFile } from '../stores/local.ts'
import { findObjects } from './find-objects.ts'
import { filesBelow } from './files-below.ts'
import type { FoundInput } from './found-input.ts'
import { partitionsOf } from './partitions.ts'
import { fixedPart, isPattern, mayHold, meant, restOf } from './pattern.ts'

/**
 * The files that a source's path names, a file, a folder or a pattern, in the order of their names (by code unit, so the
 * same everywhere); or the objects that an address of a store names. Names that begin with `_` or `.` are not data. Nothing
 * is opened. Throws INPUT_NOT_FOUND, STORE_*, and INPUT_UNREADABLE where something may not be looked at, links lead to a
 * file twice, whose records would count twice, or a name is there and means other files as a pattern.
 */
export async function findInputs(pattern: string, baseDir: string): Promise<FoundInput[]> {
  return isObjectAddress(pattern) ? findObjects(pattern) : findFiles(pattern, baseDir)
}

async function findFiles(pattern: string, baseDir: string): Promise<FoundInput[]> {
  const literal = resolve(baseDir, pattern)
  const there = await stat(literal).catch(() => undefined)
  if (there && isPattern(pattern)) await refuseAmbiguous(pattern, baseDir)
  // A file whose name looks like a pattern is still a file.
  if (there?.isFile() || (!there && !isPattern(pattern)) || (there && !there.isDirectory()))
    return [
      file({
        path: literal,
        name: pattern,
        below: basename(literal),
        partition: partitionsOf(pattern),
        inFolder: false,
      }),
    ]
  const inFolder = there !== undefined
  const fixed = inFolder ? pattern.replace(/(?<=.)\/+$/, '') : fixedPart(pattern)
  const cwd = resolve(baseDir, fixed)
  const found = inFolder
    ? await filesBelow(cwd, fixed, { file: () => true, folder: () => true })
    : await filesMeant(pattern, cwd)
  const inputs = found
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((below) => {
      const path = resolve(cwd, below)
      const partition = partitionsOf(`${fixed}/${below}`)
      return file({ path, name: relative(baseDir, path) || below, below, partition, inFolder })
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

/** Below the fixed part of a pattern, which is the folder `cwd`. */
async function filesMeant(pattern: string, cwd: string): Promise<string[]> {
  const fixed = fixedPart(pattern)
  const rest = restOf(pattern)
  return filesBelow(cwd, fixed, { file: meant(rest), folder: mayHold(rest) })
}

/** A file or folder that is called like a pattern would take the place of all that the pattern means, without a word. */
async function refuseAmbiguous(pattern: string, baseDir: string): Promise<void> {
  const literal = resolve(baseDir, pattern)
  const cwd = resolve(baseDir, fixedPart(pattern))
  const found = (await filesMeant(pattern, cwd)).map((below) => resolve(cwd, below))
  if (found.some((path) => path !== literal && !path.startsWith(`${literal}/`)))
    throw new PerdeError(
      'INPUT_UNREADABLE',
      'a file or folder has the name of a source, which as a pattern means others',
      {
        where: { part: pattern },
        hints: ['rename or remove it, or choose another pattern: nobody can tell whether it or the others are meant'],
      },
    )
}

function file(at: Omit<FoundInput, 'open'>): FoundInput {
  return { ...at, open: (name) => localFile(at.path, name) }
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
