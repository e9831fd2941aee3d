import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  let kept: { p: Project; copy: string } | undefined
  // What a test starts ends with it; what makes the project, with the file.
  const later: After = (remove) => (kept ? onTestFinished(remove) : void removals.push(remove))
  return () => {
    kept ??= keep(make(later), later)
    const { p, copy } = kept
    for (const name of readdirSync(p.dir)) rmSync(p.path(name), { recursive: true, force: true })
    copyAll(copy, p.dir)
    return p
  }
}

function keep(p: Project, after: After): { p: Project; copy: string } {
  const copy = mkdtempSync(join(tmpdir(), 'perde-e2e-kept-'))
  after(() => rmSync(copy, { recursive: true, force: true }))
  copyAll(p.dir, copy)
  return { p, copy }
}

/** With modes, links and times to the nanosecond, by which an input is known to be as it was. */
function copyAll(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', `${from}/.`, to])
  if (status !== 0) throw new Error(`the project could not be copied: ${stderr.toString()}`)
}
