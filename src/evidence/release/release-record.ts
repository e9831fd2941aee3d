import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import type { ConsentPlace, KeySource } from '../../policy/policy.ts'
import { replaceFile, systemFs } from '../log/log-fs.ts'

/**
 * `<log>/releases/<id>.json`: what the operator's machine knows of a release and the release itself must not tell.
 * Written before the commit, so that the next command can finish a publish, and read by `use`.
 */
export interface ReleaseRecord {
  release: string
  /** where the release is, or will be, and the staging folder it comes from */
  target: string
  staged: string
  run: string
  /** indices of run.commit and purpose.check in the log */
  index: number
  purposeIndex: number
  manifestSha256: string
  /** digest of the manifest of the release that stood at the target; absent: none did */
  replaces?: string
  /** the log that the policy names and the run wrote, absolute or an address: another one is not asked */
  log?: string
  /** folder that paths of `register` and `keys` are relative to */
  baseDir: string
  /** the policy file, for the command that makes the release anew */
  policy?: string
  register?: {
    place: ConsentPlace
    entity?: string
    keyedSha256: string
    controller: string
    subsume: boolean
    categories: string[]
    recipients?: string[]
    transfers?: ('cross-border' | 'public-sources')[]
  }
  /** how many decision files there are in `<log>/decisions/<release>/` */
  decisions: number
  keys: Record<string, KeySource>
  /** the log's signing key, where the policy names one */
  signingKey?: KeySource
  subjectKeyEphemeral: boolean
  retainUntil?: string
  /** where the records go, if not into the release's folder: a schema of a database */
  tables?: {
    /** without a password */
    address: string
    /** digest of the manifest of the release that stood there; absent: none did */
    replaces?: string
    /** the tables as they are made, one an output */
    made: TableForm[]
  }
  /** the same, where it is a folder of objects of a store */
  store?: {
    address: string
    /** digest of the manifest of the release that stood there; absent: none did */
    replaces?: string
  }
  /** the release that this one follows, whose inputs it leaves out */
  since?: string
  /** absolute folder of the ledger that the release is in; absent: in none */
  ledger?: string
  /** inputs that were given instead of the policy's, by source; absolute, or an address without a password */
  sources?: Record<string, string>
  /** how the records of each source were written, where some may be taken out again */
  written?: Record<string, { format: string; options: Record<string, string | boolean> }>
  /** what its blocks gave is kept beside its decisions, so that it can be made anew part by part */
  receipts?: true
}

/** What a table of a release looks like. */
export interface TableForm {
  name: string
  columns: { name: string; type: string; required: boolean }[]
  keys: {
    kind: 'primary' | 'unique' | 'foreign'
    name: string
    columns: string[]
    references?: { table: string; columns: string[] }
  }[]
}

/** Folder, or address without a password, of a release. */
export function placeOfRelease({ tables, store, target }: Pick<ReleaseRecord, 'tables' | 'store' | 'target'>): string {
  return tables?.address ?? store?.address ?? target
}

export function releaseFolder(log: string): string {
  return join(log, 'releases')
}

export function decisionFile(log: string, release: string, part: number): string {
  return join(log, 'decisions', release, `part-${String(part).padStart(5, '0')}.bin`)
}

/** The key of a release's decision files, sealed: without it nobody can read them. */
export function decisionKeyFile(log: string, release: string): string {
  return join(log, 'decisions', release, 'key')
}

/** The data key of a sealed release, sealed: without it nobody can open the release, or any copy of it. */
export function dataKeyFile(log: string, release: string): string {
  return join(releaseFolder(log), `${release}.datakey`)
}

/** What the blocks of a release gave, sealed under the key of its decisions, where it can be made anew part by part. */
export function receiptsFile(log: string, release: string): string {
  return join(log, 'decisions', release, 'receipts')
}

/** The plan of anonymity of a release, down to the values: for who keeps the log, not for who gets the release. */
export function keptPlanFile(log: string, release: string): string {
  return join(releaseFolder(log), `${release}.anonymity`)
}

/** What a release was made of, for the releases that follow it; it names files. */
export function keptInputsFile(log: string, release: string): string {
  return join(releaseFolder(log), `${release}.inputs`)
}

export function writeReleaseRecord(log: string, record: ReleaseRecord): void {
  const file = join(releaseFolder(log), `${record.release}.json`)
  try {
    mkdirSync(releaseFolder(log), { recursive: true, mode: 0o700 })
    replaceFile(systemFs, file, JSON.stringify(record, undefined, 1), 0o600)
  } catch (e) {
    throw ioError(e, 'writing the record of the release', { part: file })
  }
}

/** The record of a release; undefined where this log has none. */
export function readReleaseRecord(log: string, release: string): ReleaseRecord | undefined {
  let record: unknown
  try {
    record = JSON.parse(readFileSync(join(releaseFolder(log), `${release}.json`), 'utf8'))
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return undefined
    throw new PerdeError('LOG_INVALID', 'the log has a record of the release that cannot be read', { cause: e })
  }
  if (!isRecord(record)) throw new PerdeError('LOG_INVALID', 'the log has a record of the release that is none')
  return record
}

/** As far as a command would fall over it; what it says is held against the signed log. */
function isRecord(value: unknown): value is ReleaseRecord {
  const isObject = (v: unknown): v is Record<string, unknown> =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
  if (!isObject(value)) return false
  const texts = ['release', 'target', 'staged', 'run', 'manifestSha256', 'baseDir']
  return (
    texts.every((name) => typeof value[name] === 'string') &&
    isObject(value['keys']) &&
    Object.values(value['keys']).every(isObject) &&
    (value['signingKey'] === undefined || isObject(value['signingKey'])) &&
    (value['register'] === undefined || (isObject(value['register']) && isObject(value['register']['place'])))
  )
}

export function listReleaseRecords(log: string): ReleaseRecord[] {
  let names: string[]
  try {
    names = readdirSync(releaseFolder(log))
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return []
    throw e
  }
  return names
    .filter((name) => /^[0-9A-Z]{26}\.json$/.test(name))
    .sort()
    .flatMap((name) => {
      const record = readReleaseRecord(log, name.slice(0, 26))
      // A record under another release's name is nobody's.
      return record?.release === name.slice(0, 26) ? record : []
    })
}

export function removeReleaseRecord(log: string, release: string): void {
  rmSync(join(releaseFolder(log), `${release}.json`), { force: true })
  rmSync(keptPlanFile(log, release), { force: true })
  rmSync(keptInputsFile(log, release), { force: true })
  rmSync(dataKeyFile(log, release), { force: true })
  rmSync(join(log, 'decisions', release), { recursive: true, force: true })
}
