import { relative } from 'node:path'
import { folderNamed } from '../engine/read/folder-named.ts'
import { PerdeError } from '../errors.ts'
import { linesOf } from '../evidence/log/lines.ts'
import { logPaths, systemFs } from '../evidence/log/log-fs.ts'
import { openSignedLog, readEntries, type SignedLog } from '../evidence/log/log-reader.ts'
import { openLog } from '../evidence/log/log-writer.ts'
import { checkNewFolder, writeNewFolder } from '../evidence/log/new-folder.ts'
import { makeProofBundle } from '../evidence/log/proof-bundle.ts'
import { tileFiles, type TileFile } from '../evidence/log/tiles.ts'
import { VERSION } from '../version.ts'
import { namedSeed } from './log-key.ts'
import { writingExistingLog } from './log-place.ts'
import { counted } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface LogExportOptions {
  out: string
  log?: string
  key?: string
  tiles?: boolean
  run?: string
  first?: string
  last?: string
}

/** Each entry brings its own proof; more than these are a case for tiles. */
const MOST_ENTRIES = 10_000

/** `perde log export`: writes down in the log what leaves it, then a folder that can be checked without the log. */
export async function logExportCommand(options: LogExportOptions, terminal: Terminal): Promise<ExitStatus> {
  const out = folderNamed(options.out, terminal.cwd, 'an export')
  const { chosen, log, count } = await writingExistingLog(options.log, terminal, async ({ dir, pushLog }) => {
    const chosen = options.tiles === true ? undefined : chosenEntries(dir, options)
    if (chosen === undefined && (options.run ?? options.first ?? options.last) !== undefined)
      throw new PerdeError('USAGE', '--tiles exports the whole log, not some entries of it')
    checkNewFolder(out)
    const before = openSignedLog(dir)
    await writeDown(dir, options, chosen ?? { first: 0, last: before.size - 1 }, terminal)
    await pushLog?.()
    const log = openSignedLog(dir)
    return { chosen, log, count: writeNewFolder(out, chosen ? bundle(log, chosen.indices) : tiles(dir, log)) }
  })
  const shown = relative(terminal.cwd, out) || '.'
  terminal.err(
    chosen
      ? `perde: ${counted(chosen.indices.length, 'entry', 'entries')} of ${log.origin} with proofs in ${shown}\nperde: hint: whoever gets it checks it with a copy of verify.sh and the log’s public key of their own: sh verify.sh --alone TRUSTED.vkey ${shown}\n`
      : `perde: ${log.origin}, ${counted(log.size, 'entry', 'entries')} as ${counted(count, 'file')} in ${shown}\n`,
  )
  return 0
}

interface Chosen {
  indices: number[]
  first: number
  last: number
}

function chosenEntries(dir: string, { run, first, last }: LogExportOptions): Chosen {
  if (run === undefined && first === undefined && last === undefined)
    throw new PerdeError('USAGE', 'say what is to be exported: --run, --first and --last, or --tiles', {
      hints: ['perde log show lists the entries and runs'],
    })
  const filter = {
    ...(run !== undefined && { run }),
    ...(first !== undefined && { first: indexOf('--first', first) }),
    ...(last !== undefined && { last: indexOf('--last', last) }),
  }
  const indices = [...readEntries(dir, filter)].map((entry) => entry.seq)
  if (indices.length === 0) throw new PerdeError('USAGE', 'the log has no such entries')
  if (indices.length > MOST_ENTRIES)
    throw new PerdeError(
      'USAGE',
      `these are ${indices.length} entries; proofs are exported for ${MOST_ENTRIES} at most`,
      {
        hints: ['take fewer with --first and --last, or the whole log with --tiles'],
      },
    )
  return { indices, first: indices[0]!, last: indices.at(-1)! }
}

function indexOf(option: string, text: string): number {
  if (!/^(0|[1-9][0-9]{0,14})$/.test(text)) throw new PerdeError('USAGE', `${option} is the number of an entry, from 0`)
  return Number(text)
}

async function writeDown(
  dir: string,
  { key }: LogExportOptions,
  { first, last }: { first: number; last: number },
  terminal: Terminal,
): Promise<void> {
  const signingKey = key === undefined ? undefined : await namedSeed(key, terminal)
  const log = openLog(dir, { tool: `perde/${VERSION}`, ...(signingKey && { signingKey }) })
  try {
    log.append([{ type: 'export', first, last }])
    log.checkpoint()
  } finally {
    log.close()
  }
}

function bundle(log: SignedLog, indices: readonly number[]): TileFile[] {
  return Object.entries(makeProofBundle(log, indices)).map(([path, bytes]) => ({ path, bytes }))
}

/** The checkpoint last: with it, everything that it covers is there. */
function* tiles(dir: string, log: SignedLog): Generator<TileFile> {
  yield* tileFiles(firstLines(dir, log.size))
  yield { path: 'checkpoint', bytes: Buffer.from(log.checkpoint()) }
}

function* firstLines(dir: string, size: number): Generator<Buffer> {
  for (const { index, bytes } of linesOf(systemFs, logPaths(dir).entries)) {
    if (index >= size) return
    yield bytes
  }
}
