import { cpSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import type { Project } from './perde.ts'

type After = (remove: () => void) => void

/**
 * A project that is made once a file of tests and put back as it was whenever it is asked for, in the same place, since a
 * release and its log remember where it is. One test has it at a time; it is made when the first one asks.
 */
export function keptProject(make: (after: After) => Project): () => Project {
  const removals: (() => void)[] = []
  afterAll(() => removals.splice(0).forEach((remove) => remove()))
  let kept: Kept | undefined
  // What a test starts ends with it; what makes the project, with the file.
  const later: After = (remove) => (kept ? onTestFinished(remove) : void removals.push(remove))
  return () => {
    kept ??= keep(make(later), later)
    putBack(kept)
    return kept.p
  }
}

interface Kept {
  p: Project
  copy: string
  /** what changes with whatever is done to a file */
  marks: Map<string, string>
}

function keep(p: Project, after: After): Kept {
  const copy = mkdtempSync(join(tmpdir(), 'perde-e2e-kept-'))
  after(() => rmSync(copy, { recursive: true, force: true }))
  cpSync(p.dir, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  return { p, copy, marks: new Map(filesIn(p.dir).map((path) => [path, markOf(p.path(path))])) }
}

/** A file that nobody touched stays the very file that it was: by that a run that is gone on with knows its inputs. */
function putBack({ p, copy, marks }: Kept): void {
  const touched = new Set(marks.keys())
  for (const path of filesIn(p.dir))
    if (marks.get(path) === markOf(p.path(path))) touched.delete(path)
    else rmSync(p.path(path), { force: true })
  for (const name of readdirSync(p.dir))
    if (!lstatSync(join(copy, name), { throwIfNoEntry: false })) rmSync(p.path(name), { recursive: true, force: true })
  removeOtherFolders(p.dir, copy)
  cpSync(copy, p.dir, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: (from) => lstatSync(from).isDirectory() || touched.has(relative(copy, from)),
  })
  for (const path of touched) marks.set(path, markOf(p.path(path)))
}

function removeOtherFolders(dir: string, copy: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const [own, other] = [join(dir, entry.name), join(copy, entry.name)]
    if (lstatSync(other, { throwIfNoEntry: false })?.isDirectory()) removeOtherFolders(own, other)
    else rmSync(own, { recursive: true, force: true })
  }
}

/** Everything below a folder that is no folder. */
function filesIn(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
}

function markOf(path: string): string {
  const { ino, ctimeNs } = lstatSync(path, { bigint: true })
  return `${ino}:${ctimeNs}`
}
