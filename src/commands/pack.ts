import { readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { openRelease } from '../engine/release/open-release.ts'
import { PerdeError } from '../errors.ts'
import { checkPack, type PackCheck } from '../evidence/pack/check-pack.ts'
import { packArchive } from '../evidence/pack/pack-files.ts'
import { readRegular } from '../evidence/release/regular-file.ts'
import { isProofName } from '../evidence/release/verify-release.ts'
import { readGiven, writeNew } from './given-file.ts'
import { logAtHand } from './log-place.ts'
import { counted } from './numbers.ts'
import { soundRelease } from '../engine/release/sound-release.ts'
import type { ExitStatus, Terminal } from './terminal.ts'
import { trustText } from './trust-text.ts'

export interface PackCommandOptions {
  out?: string
  check?: boolean
  trust?: string
  json?: boolean
  log?: string
}

/** `perde pack RELEASE --out FILE`: one archive of what an audit asks of a release; `--check`: such an archive, without its release. */
export async function packCommand(place: string, options: PackCommandOptions, terminal: Terminal): Promise<ExitStatus> {
  if (options.check === true && options.log !== undefined)
    throw new PerdeError('USAGE', 'an archive is checked by itself, without a log', {
      hints: ['with the log the release itself is checked: perde verify RELEASE --log DIR'],
    })
  if (options.check === true) return checkArchive(place, options, terminal)
  if (options.out === undefined || options.trust !== undefined)
    throw new PerdeError('USAGE', 'a pack is made with --out FILE, or looked at with --check', {
      hints: ['perde pack RELEASE --out pack.tar', 'perde pack --check pack.tar --trust VKEY'],
    })
  const out = resolve(terminal.cwd, options.out)
  const open = await openRelease(place, terminal.cwd, terminal.env)
  try {
    const manifest = await soundRelease(open, { what: 'audit pack', log: logAtHand(options.log, terminal) })
    if (!relative(open.dir, out).startsWith('..'))
      throw new PerdeError('OUTPUT_INVALID', 'a pack is not written into a release', {
        hints: ['nothing may be added to a release: write it elsewhere'],
      })
    const proof = readdirSync(join(open.dir, 'proof')).filter(isProofName)
    const archive = packArchive(manifest, proof, (path) => readRegular(join(open.dir, path)))
    writeNew(out, archive, 'writing the audit pack', options.out)
    // As whoever gets it will look at it.
    const { problems } = checkPack(archive)
    if (problems.length > 0)
      throw new PerdeError('INTERNAL', 'the audit pack does not hold what it says', {
        hints: ['this is a bug in perde'],
      })
    terminal.err(
      `perde: ${options.out} holds the audit pack of release ${manifest.release}: facts, no conclusion of an audit\nperde: hint: check it with a key that you trust: perde pack --check ${options.out} --trust VKEY\n`,
    )
  } finally {
    open.close()
  }
  return 0
}

async function checkArchive(
  file: string,
  { out, trust, json }: PackCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  if (out !== undefined) throw new PerdeError('USAGE', '--check writes nothing')
  const archive = readGiven(file, terminal.cwd, 'reading the audit pack')
  const check = checkPack(archive, trust === undefined ? undefined : trustText(trust, terminal.cwd))
  if (json === true) await terminal.out(`${JSON.stringify(check, undefined, 2)}\n`)
  else terminal.err(checkText(check, file))
  return !check.ok ? 65 : check.against === 'itself' ? 3 : 0
}

function checkText({ ok, against, release, origin, problems }: PackCheck, file: string): string {
  if (!ok) {
    const list = problems.slice(0, 20).map((problem) => `perde: ${problem}\n`)
    return `${list.join('')}perde: error: ${file} is not what was packed: ${counted(problems.length, 'problem')}   [PACK_INVALID]\n`
  }
  const verdict =
    against === 'trust'
      ? `perde: ${file} agrees with the key or checkpoint that you trust: release ${release} in ${origin}\n`
      : `perde: ${file} is consistent with itself: release ${release} in ${origin}\nperde: hint: nothing from outside vouches for it: give a key that you trust with --trust VKEY\n`
  return `${verdict}perde: not checked, since it is not in the pack: the records, and what only the log knows: whether the release was purged, whether an approval had been taken back, whether all that was accepted by hand is told\n`
}
