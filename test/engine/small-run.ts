import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openPolicy } from '../../src/engine/policy-files/open-policy.ts'
import { run } from '../../src/engine/run/run.ts'
import type { RunJob, RunResult } from '../../src/engine/freeze/job.ts'
import { poolHere } from './plans.ts'

export const AS_OF = new Date('2026-06-01T12:00:00Z')
export const KEY = Uint8Array.from({ length: 32 }, (_, i) => 7 * i + 1)

const POLICY = `perde: 1
dataset:
  id: clinic
  sources: { people: people.csv }
  subject: { people: id }
  provenance: { controller: Clinic, method: own-records }
purpose: { id: dpv:ServiceOptimisation, processing: dpv-ai:ModelTraining, basis: consent }
consent:
  register: { path: consents.csv, subject: id, purpose: purpose, processing: processing, status: status }
keys: { main: { env: PERDE_KEY } }
unlisted: fail
fields:
  people:
    id: { role: identifier, do: pseudonym person }
    age: { role: quasi-identifier, do: round 10 }
    ill: sensitive
output: { retain-until: 2027-01-01 }
`

/** Who consents: everybody but those who withdrew or refused. */
export function writeRegister(
  folder: string,
  withdrawn: readonly number[] = [],
  refused: readonly number[] = [],
): void {
  const rows = Array.from({ length: 30 }, (_, i) => {
    const status = withdrawn.includes(i) ? 'withdrawn' : refused.includes(i) ? 'refused' : 'given'
    return `p${i},dpv:ServiceOptimisation,dpv-ai:ModelTraining,${status}\n`
  })
  writeFileSync(join(folder, 'consents.csv'), `id,purpose,processing,status\n${rows.join('')}`)
}

/** A folder with a policy, thirty people and their consents. */
export function writeCase(folder: string, change: (policy: string) => string = (text) => text): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'policy.yaml'), change(POLICY))
  const people = Array.from({ length: 30 }, (_, i) => `p${i},${20 + (i % 3) * 20},${i % 2 ? 'J06' : 'I10'}\n`)
  writeFileSync(join(folder, 'people.csv'), `id,age,ill\n${people.join('')}`)
  writeRegister(folder)
}

export function jobOf(folder: string, more: Partial<RunJob> = {}): RunJob {
  const { policy, digest, baseDir } = openPolicy('policy.yaml', folder, AS_OF)
  return {
    policy,
    policySha256: digest,
    baseDir,
    cwd: folder,
    env: { PERDE_KEY: Buffer.from(KEY).toString('hex') },
    overrides: {},
    target: join(folder, 'out'),
    existing: 'refuse',
    log: join(folder, 'log'),
    // Threads are for pool.test.ts: here the workers' side runs in this process.
    pool: poolHere(),
    blockSize: 256,
    asOf: AS_OF,
    mode: 'enforce',
    ...more,
  }
}

export const runCase = (folder: string, more: Partial<RunJob> = {}): Promise<RunResult> => run(jobOf(folder, more))

/** The small case, run once for a test file; before every test its folder is as the run left it. */
export function madeOnce(): { readonly root: string; readonly folder: string; readonly made: RunResult } {
  let root = ''
  let folder = ''
  let made: RunResult | undefined
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'perde-made-'))
    folder = join(root, 'case')
    writeCase(folder)
    made = await runCase(folder)
    cpSync(folder, join(root, 'as-made'), { recursive: true })
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true })
    cpSync(join(root, 'as-made'), folder, { recursive: true })
  })
  return {
    get root() {
      return root
    },
    get folder() {
      return folder
    },
    get made() {
      return made!
    },
  }
}
