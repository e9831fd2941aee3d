import type { Dirent } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PerdeError, systemCode } from '../../errors.ts'
import { isData } from './found-input.ts'

/** What is looked for below a folder, by paths with forward slashes. */
export interface Wanted {
  file(below: string): boolean
  /** folders that need not be opened are not */
  folder(below: string): boolean
}

/**
 * The files below a folder, behind links too, in no order; names that begin with `_` or `.` are not data. Nothing is left out
 * without a word: a folder that cannot be read, a link that leads nowhere and a name that is not UTF-8 throw INPUT_UNREADABLE;
 * a special file is found, and whoever opens it says what it is. `name`: the folder as the user would call it.
 */
export async function filesBelow(folder: string, name: string, wanted: Wanted): Promise<string[]> {
  const found: string[] = []
  await walk({ folder, name, wanted, found }, '', [])
  return found
}

interface Walk {
  folder: string
  name: string
  wanted: Wanted
  found: string[]
}

/** `above`: the folders on the way, so that a link that leads back to one does not lead round for ever. */
async function walk(at: Walk, below: string, above: readonly string[]): Promise<void> {
  const own = await identity(at, below)
  // A link back is followed once, so that a file that it leads to is found under two names.
  if (own === undefined || above.filter((folder) => folder === own).length > 1) return
  for (const entry of await entriesOf(at, below)) {
    if (!isData(entry.name)) continue
    const next = below === '' ? entry.name : `${below}/${entry.name}`
    const kind = await kindOf(at, next, entry)
    if (kind === 'folder') {
      if (at.wanted.folder(next)) await walk(at, next, [...above, own])
      continue
    }
    if (!at.wanted.file(next)) continue
    if (kind === 'nothing')
      throw unreadable(at, 'a link among the inputs leads nowhere', [
        'put back what it leads to, or remove it: find FOLDER -xtype l',
      ])
    at.found.push(next)
  }
}

/** Which folder it is, whatever it is called; undefined: nothing is there to look into. */
async function identity(at: Walk, below: string): Promise<string | undefined> {
  try {
    const there = await stat(join(at.folder, below), { bigint: true })
    return there.isDirectory() || below !== '' ? `${there.dev}:${there.ino}` : undefined
  } catch (e) {
    if (below === '' && /^(?:ENOENT|ENOTDIR)$/.test(systemCode(e) ?? '')) return undefined
    throw notListed(at, e)
  }
}

async function entriesOf(at: Walk, below: string): Promise<Dirent[]> {
  try {
    return await readdir(join(at.folder, below), { withFileTypes: true })
  } catch (e) {
    throw notListed(at, e)
  }
}

function notListed(at: Walk, e: unknown): PerdeError {
  const hint =
    systemCode(e) === 'ENAMETOOLONG'
      ? 'the path of one below is too long for this system: move it up'
      : 'may you list it, and all below? find FOLDER -type d ! -readable'
  return unreadable(at, 'a folder of inputs cannot be read', [hint], e)
}

async function kindOf(at: Walk, below: string, entry: Dirent): Promise<'file' | 'folder' | 'nothing'> {
  const path = join(at.folder, below)
  // Bytes that are no UTF-8 become this sign, and the name leads nowhere; in another name it is a letter.
  if (entry.name.includes('\ufffd') && !(await lstat(path).catch(() => undefined)))
    throw unreadable(at, 'the name of a file among the inputs is not UTF-8', [
      "give it another name: find FOLDER | LC_ALL=C.UTF-8 grep -axv '.*'",
    ])
  if (entry.isDirectory()) return 'folder'
  if (!entry.isSymbolicLink()) return 'file'
  const there = await stat(path).catch(() => undefined)
  return there === undefined ? 'nothing' : there.isDirectory() ? 'folder' : 'file'
}

/** Without the name of what it is about, which may be somebody's: how to find it is said instead. */
function unreadable({ name }: Walk, message: string, hints: string[], cause?: unknown): PerdeError {
  return new PerdeError('INPUT_UNREADABLE', message, { where: { part: name === '' ? '.' : name }, hints, cause })
}
