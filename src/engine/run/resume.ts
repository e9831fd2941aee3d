import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { Unpack } from '../../evidence/release/verify-release.ts'
import { stagingName } from '../../io/lake/staging.ts'
import { digestOf } from '../read/digest-of.ts'
import type { Input } from '../read/input.ts'
import { readJournal, receiptsOf, type LeftRun } from '../passes/journal.ts'
import { JOURNAL } from '../passes/journal-frames.ts'
import type { StagedPart } from '../passes/apply-pass.ts'
import { digestOfFile, textsOf } from './staged-texts.ts'

/** Consents and the world go on: what was decided longer ago is decided again. */
const LONGEST_MS = 24 * 60 * 60 * 1000

/**
 * The latest run at the target that was killed while it wrote and can be gone on with; undefined: there is none. Under the
 * lock of the target. Throws PLAN_MISMATCH for one of another key or of yesterday.
 */
export function findLeftRun(target: string, key: Uint8Array, now: Date): LeftRun | undefined {
  const folder = dirname(target)
  const prefix = `.${basename(target)}.perde-`
  const dir = namesIn(folder)
    .filter((name) => name.startsWith(prefix) && RUN.test(name.slice(prefix.length)))
    .map((name) => stagingName(target, name.slice(prefix.length)))
    .find((path) => existsSync(join(path, JOURNAL)))
  if (dir === undefined) return undefined
  const journal = readJournal(join(dir, JOURNAL), key)
  if (!journal) throw cannot('it was made with another key, or nothing of it is whole')
  return young({ dir, key, ...journal }, now)
}

/** The same for a store, whose releases are all prepared in one folder, each under its own name. Under the lock of the log. */
export function findLeftLoad(folder: string, store: string, key: Uint8Array, now: Date): LeftRun | undefined {
  for (const name of namesIn(folder)) {
    const release = OWN.exec(name)?.[1]
    const dir = release !== undefined ? stagingName(join(folder, release), release) : ''
    if (dir === '' || !existsSync(join(dir, JOURNAL))) continue
    const journal = readJournal(join(dir, JOURNAL), key)
    if (journal?.header.identity[OUTPUT] === store) return young({ dir, key, ...journal }, now)
  }
  return undefined
}

/** What the requests of people are called in the identity of a run. */
export const ASKED = 'state of requests of people'

/** What an address of an output is called in the identity of a run. */
export const OUTPUT = 'output'

function young(left: LeftRun, now: Date): LeftRun {
  if (now.getTime() - left.header.at > LONGEST_MS) throw cannot('it began more than a day ago')
  return left
}

/** The latest first, since names end with ULIDs. */
function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort().reverse() : []
}

const OWN = /^\.([0-9A-HJKMNP-TV-Z]{26})\.perde-\1$/
const RUN = /^[0-9A-HJKMNP-TV-Z]{26}$/

/** What one run is and another is not, by what it is called in messages. */
export function differing(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] !== other[name])
}

export function othersText(names: readonly string[]): string {
  return names.map((name) => `another ${name}`).join(', ')
}

/** Throws PLAN_MISMATCH with what differs. `by`: who did what is gone on with. */
export function checkIdentity(
  left: Record<string, string>,
  own: Record<string, string>,
  by: 'killed run' | 'tasks',
): void {
  const differ = differing(left, own)
  if (differ.length === 0) return
  const others = othersText(differ)
  if (by === 'killed run') throw cannot(`it had ${others}`)
  throw new PerdeError('PLAN_MISMATCH', `what the tasks wrote cannot be published: they had ${others}`, {
    hints: [
      differ.includes('plan')
        ? 'a table that the policy names, of a hierarchy or a look-up say, is not the one that the run began with: put it back'
        : 'put back what the run began with',
      'or begin again with perde shard, in a new folder; nothing was published',
    ],
  })
}

function cannot(why: string): PerdeError {
  return new PerdeError('PLAN_MISMATCH', `what a killed run left cannot be gone on with: ${why}`, {
    hints: ['run without --resume: everything is done anew, and what was left is removed'],
  })
}

/**
 * The inputs that need not be read again: in their order, as long as the input still has the digest that it had and
 * each output the one that it was written with. `place`: where the folder will stand when they are read; `same`: an input is
 * read to see that it did not change, or its version was compared, and then each output is compared as its texts are read.
 */
export async function stagedParts(
  { dir, parts, key }: LeftRun,
  inputs: readonly Input[],
  { unpack, place, same }: { unpack: Unpack; place: string; same: 'bytes' | 'version' },
): Promise<StagedPart[]> {
  const staged: StagedPart[] = []
  for (const [i, part] of parts.entries()) {
    const input = inputs[i]
    if (part.part !== i || !input) break
    const receipts = () => receiptsOf(join(place, JOURNAL), key, part)
    if (same === 'version') {
      const texts = textsOf(place, input.compression, unpack, () => notWhole(input))
      staged.push({ ...part, receipts, texts, unread: true })
      continue
    }
    const whole = part.outputs.every(({ path, sha256 }) => digestOfFile(join(dir, path)) === sha256)
    if (!whole || (await digestOf(input.bytes)) !== part.read.sha256) break
    staged.push({ ...part, receipts, texts: textsOf(place, input.compression, unpack) })
  }
  return staged
}

/** Of an input of which a task has not written what it says. */
export function notWhole({ sourceName, bytes }: Input): PerdeError {
  return new PerdeError('PLAN_MISMATCH', 'what a task wrote of this input is not what it says it wrote', {
    where: { source: sourceName, part: bytes.name },
    hints: ['begin again with perde shard, in a new folder; nothing was published'],
  })
}
