import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { NOTHING_ASKED, readState, stateBytes, type RequestState } from '../../consent/requests/request-state.ts'
import { seal, unseal } from '../../crypto/sealed.ts'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import { makeDirectory, replaceFile, syncDirectory, systemFs } from '../../evidence/log/log-fs.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import { readRegular } from '../../evidence/release/regular-file.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'

/**
 * Where requests of people are kept: `<log>/subjects/<dataset>/<sha256>.state`, encrypted under a key of its own, which
 * lies sealed beside it in `<sha256>.key`. The log says which one counts, by its digest: so the entry of a request is
 * the one step that makes it hold, and a file that somebody put back counts no more. Every change writes both anew and
 * takes the old ones away, so nothing of whom it left out is there any more.
 */
export interface KeptRequests {
  state: RequestState
  /** as the log has it; undefined: nobody asked anything yet */
  sha256: string | undefined
}

/** Whose requests are read, and what opens them. */
export interface RequestPlace {
  /** folder of the log, whose entries are trusted: it is open, or was verified */
  log: string
  dataset: string
  keys: SubjectKeys
  /** the keys die with the run, so nobody can be known again */
  ephemeral: boolean
}

/** Throws LOG_TAMPERED where it is not what the log says, KEY_MISSING and KEY_INVALID where it cannot be opened. */
export function readRequests({ log, dataset, keys, ephemeral }: RequestPlace): KeptRequests {
  const sha256 = loggedState(log, dataset)
  if (sha256 === undefined) return { state: NOTHING_ASKED, sha256 }
  if (ephemeral)
    throw new PerdeError(
      'KEY_MISSING',
      'people asked something about these data, and without a key that stays nobody is known again',
      {
        hints: ['add the key of these requests: keys: { main: { env: PERDE_KEY } }'],
      },
    )
  const folder = requestFolder(log, dataset)
  const sealedKey = readRegular(join(folder, `${sha256}.key`))
  const sealed = readRegular(join(folder, `${sha256}.state`))
  if (!sealedKey || !sealed || createHash('sha256').update(sealed).digest('hex') !== sha256) throw notAsLogged()
  const key = unseal(keys.decisions, keyOf(dataset), sealedKey)
  if (!key)
    throw new PerdeError('KEY_INVALID', 'the requests of people about these data were kept under another subject key', {
      hints: ['use the key that "perde subject" was given (keys.consent, else keys.main)'],
    })
  const plain = unseal(key, stateOf(dataset), sealed)
  const state = plain && readState(plain)
  if (!state) throw notAsLogged()
  return { state, sha256 }
}

/**
 * Data sets of the log whose people asked something that holds, the given one first. A person is the same in all of them under
 * one key, and another name of the data does not bring back who asked to be left out.
 */
export function askedDatasets(log: string, dataset: string): string[] {
  const names = new Set([dataset])
  for (const entry of readEntries(log, { type: 'subject.request' }))
    if (entry.type === 'subject.request') names.add(entry.dataset)
  return [...names]
}

/** The same as `readRequests` for another data set of the log; undefined where its people are known by another key. */
export function readOthers(place: RequestPlace): KeptRequests | undefined {
  try {
    return readRequests(place)
  } catch (e) {
    if (e instanceof PerdeError && (e.code === 'KEY_INVALID' || e.code === 'KEY_MISSING')) return undefined
    throw e
  }
}

/** Did anybody ask anything that holds, `after` an entry of the log? */
export function hasRequests(log: string, dataset: string, after = -1): boolean {
  return loggedState(log, dataset, after) !== undefined
}

/** A state that is written and does not hold yet: it does once the log has an entry with its digest. */
export interface PreparedRequests {
  sha256: string
  /** Takes away what held before. Under the lock of the log. */
  settle(): void
}

/** Writes a state beside the one that holds. Under the lock of the log. Throws IO_FAILED, NO_SPACE. */
export function prepareRequests({ log, dataset, keys }: RequestPlace, state: RequestState): PreparedRequests {
  const folder = requestFolder(log, dataset)
  const key = randomBytes(32)
  const sealed = seal(key, stateOf(dataset), stateBytes(state))
  const sha256 = createHash('sha256').update(sealed).digest('hex')
  try {
    makeDirectory(systemFs, folder)
    replaceFile(systemFs, join(folder, `${sha256}.key`), seal(keys.decisions, keyOf(dataset), key), 0o600)
    replaceFile(systemFs, join(folder, `${sha256}.state`), sealed, 0o600)
  } catch (e) {
    throw ioError(e, 'keeping the requests of people')
  }
  return { sha256, settle: () => removeOthers(log, dataset, sha256) }
}

/** Takes away every state but the one that the log names, such as what a killed command left. Under the lock of the log. */
export function tidyRequests(log: string, dataset: string): void {
  const sha256 = loggedState(log, dataset)
  removeOthers(log, dataset, sha256 ?? '')
}

function removeOthers(log: string, dataset: string, sha256: string): void {
  const folder = requestFolder(log, dataset)
  try {
    const others = readdirSync(folder).filter((name) => name !== `${sha256}.key` && name !== `${sha256}.state`)
    if (others.length === 0) return
    for (const name of others) rmSync(join(folder, name), { recursive: true, force: true })
    syncDirectory(systemFs, folder)
  } catch (e) {
    if (systemCode(e) !== 'ENOENT') throw ioError(e, 'taking away what is kept of requests of people no more')
  }
}

function loggedState(log: string, dataset: string, after = -1): string | undefined {
  let sha256: string | undefined
  for (const entry of readEntries(log, { type: 'subject.request', first: after + 1 }))
    if (entry.type === 'subject.request' && entry.dataset === dataset) sha256 = entry.stateSha256 ?? sha256
  return sha256
}

function requestFolder(log: string, dataset: string): string {
  return join(log, 'subjects', dataset)
}

const keyOf = (dataset: string) => ['key of requests', dataset]
const stateOf = (dataset: string) => ['requests', dataset]

function notAsLogged(): PerdeError {
  return new PerdeError(
    'LOG_TAMPERED',
    'what is kept of the requests of people about these data is not what the log says',
    {
      hints: [
        'somebody changed or removed it: put the folder "subjects" of the log back as it was after the last request',
      ],
    },
  )
}
