import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Real processes of the built command on real files: nothing here imports the sources. */
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

/** A key that protects nothing, for the environment variable PERDE_KEY. */
export const KEY = 'a1'.repeat(16) + '5e'.repeat(16)
export const OTHER_KEY = 'b2'.repeat(16) + '6f'.repeat(16)

export interface Ran {
  status: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  input?: string | Uint8Array
  env?: Record<string, string>
  /** below the project; default its folder */
  cwd?: string
  /** a command before `node dist/cli.js …`, such as strace with its options */
  under?: string[]
}

export interface Started {
  child: ChildProcess
  /** resolves when the process has ended */
  ended: Promise<Ran & { signal: NodeJS.Signals | null }>
}

/** A folder of one test with the files it needs, removed when the test is over. */
export interface Project {
  dir: string
  path(...names: string[]): string
  write(name: string, content: string | Uint8Array): void
  text(name: string): string
  bytes(name: string): Buffer
  json<T = Record<string, never>>(name: string): T
  has(name: string): boolean
  /** names of everything below a folder, folders with a slash at their end, sorted */
  below(name?: string): string[]
  perde(args: string[], options?: RunOptions): Ran
  start(args: string[], options?: RunOptions): Started
}

export function project(
  files: Record<string, string | Uint8Array> = {},
  after: (remove: () => void) => void = onTestFinished,
): Project {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'perde-e2e-')))
  after(() => rmSync(dir, { recursive: true, force: true }))
  const path = (...names: string[]) => join(dir, ...names)
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(dirname(path(name)), { recursive: true })
    writeFileSync(path(name), content)
    if (name.endsWith('.key')) chmodSync(path(name), 0o600)
  }
  for (const [name, content] of Object.entries(files)) write(name, content)
  const temporary = path('tmp')
  mkdirSync(temporary)
  const surroundings = ({ cwd = '.', env = {} }: RunOptions) => ({
    cwd: path(cwd),
    env: { PATH: process.env['PATH'] ?? '', HOME: dir, TMPDIR: temporary, TZ: 'UTC', PERDE_KEY: KEY, ...env },
  })
  const command = (args: string[], { under = [] }: RunOptions): [string, string[]] => {
    const [program, ...rest] = [...under, process.execPath, CLI, ...args]
    return [program!, rest]
  }
  return {
    dir,
    path,
    write,
    text: (name) => readFileSync(path(name), 'utf8'),
    bytes: (name) => readFileSync(path(name)),
    json: (name) => JSON.parse(readFileSync(path(name), 'utf8')) as never,
    has: (name) => existsSync(path(name)),
    below: (name = '.') => below(path(name)),
    perde(args, options = {}) {
      const done = spawnSync(...command(args, options), {
        ...surroundings(options),
        input: options.input ?? '',
        maxBuffer: 256 * 1024 * 1024,
        timeout: 60_000,
        killSignal: 'SIGKILL',
      })
      // A run that hangs must not pass for one that failed.
      if (done.error) throw new Error(`perde ${args[0]} did not run to its end`, { cause: done.error })
      return { status: done.status, stdout: done.stdout.toString(), stderr: done.stderr.toString() }
    },
    start(args, options = {}) {
      const child = spawn(...command(args, options), { ...surroundings(options), stdio: ['pipe', 'pipe', 'pipe'] })
      // A process that has ended reads no more; the test looks at how it ended.
      child.stdin.on('error', () => undefined)
      const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
      child.stdout.on('data', (chunk: Buffer) => void stdout.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => void stderr.push(chunk))
      const ended = new Promise<Ran & { signal: NodeJS.Signals | null }>((done, failed) => {
        child.on('error', failed)
        child.on('close', (status, signal) =>
          done({ status, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
        )
      })
      after(() => void child.kill('SIGKILL'))
      return { child, ended }
    },
  }
}

function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((e) => {
      const name = relative(folder, join(e.parentPath, e.name)).split(sep).join('/')
      return e.isDirectory() ? `${name}/` : name
    })
    .sort()
}

/** Somebody who does not exist: an IIN of a birth in the 2090s, a number no operator sells, a mailbox at example.org. */
export interface Person {
  iin: string
  name: string
  phone: string
  email: string
  city: string
  born: string
}

const GIVEN = ['Асан', 'Айгүл', 'Ерлан', 'Дана', 'Нұрлан', 'Сәуле', 'Иван', 'Мария', 'John', 'Әсел']
const FAMILY = ['Үсенов', 'Сәрсенова', 'Қасымов', 'Ахметова', 'Тлеубаев', 'Жұмабаева', 'Петров', 'Smith', 'Ким']
const CITIES = ['Алматы', 'Астана', 'Шымкент', 'Қарағанды', 'Павлодар']

/** The n-th invented person; the same every time, and no two have an IIN, a telephone or a mailbox in common. */
export function person(n: number): Person {
  return {
    iin: iin(n),
    name: `${FAMILY[n % FAMILY.length]!} ${GIVEN[(n * 7) % GIVEN.length]!}`,
    phone: `+7 761 ${two(Math.floor(n / 10_000) % 100)}${n % 10} ${two(Math.floor(n / 1000) % 100)} ${two(n % 100)}`,
    email: `person${n}@example.org`,
    city: CITIES[(n * 3) % CITIES.length]!,
    born: `20${90 + (n % 10)}-${two(1 + (n % 12))}-${two(1 + (n % 28))}`,
  }
}

export function people(count: number, first = 1): Person[] {
  return Array.from({ length: count }, (_, i) => person(first + i))
}

/** Twelve digits as the law on national registers has them: birth, century and sex, serial, check digit. */
function iin(n: number): string {
  const birth = `${90 + (n % 10)}${two(1 + (n % 12))}${two(1 + (n % 28))}`
  for (let serial = n % 10_000; ; serial = (serial + 5000) % 10_000) {
    const digits = `${birth}${5 + (n % 2)}${String(serial).padStart(4, '0')}`
    const check = checkDigit(digits)
    if (check !== undefined) return digits + check
  }
}

function checkDigit(eleven: string): number | undefined {
  const sum = (first: number) =>
    [...eleven].reduce((total, digit, i) => total + Number(digit) * (((i + first) % 11) + 1), 0) % 11
  const check = sum(0) === 10 ? sum(2) : sum(0)
  return check === 10 ? undefined : check
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}

/** Rows as RFC 4180; a cell is quoted where it must be. */
export function csv(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) =>
    /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value)
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('')
}

export function jsonl(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

/** The purpose of most tests: no register is asked. */
export const CONTRACT = `purpose:
  id: dpv:ServiceOptimisation
  processing: dpv-ai:ModelTraining
  basis: contract
  justification: clause 4 of the contract with the people in the data
`

/** Consents stand in consents.csv: its columns are iin, status, purpose, processing. */
export const CONSENT = `purpose:
  id: dpv:ServiceOptimisation
  processing: dpv-ai:ModelTraining
  basis: consent
consent:
  register: { path: consents.csv, subject: iin, status: status, purpose: purpose, processing: processing }
`

export const REGISTER_HEADER = ['iin', 'status', 'purpose', 'processing']

/** A row of consents.csv for the purpose that the policies here have. */
export function consent(iin: string, status: string): string[] {
  return [iin, status, 'dpv:ServiceOptimisation', 'dpv-ai:ModelTraining']
}

/** consents.csv in which all of them permit it. */
export function consentsOf(of: readonly Person[]): string {
  return csv(
    REGISTER_HEADER,
    of.map(({ iin }) => consent(iin, 'given')),
  )
}

/** One CSV source of people whose names are dropped and whose numbers become pseudonyms. */
export function peoplePolicy(
  purpose: string = CONTRACT,
  { dataset = '', fields = '', more = '', input = 'people.csv' } = {},
): string {
  return `perde: 1
dataset:
  id: clinic
  sources: { people: ${input} }
  subject: { people: iin }
  provenance: { controller: Example Clinic, method: own-records }
${dataset}${purpose}keys:
  main: { env: PERDE_KEY }
fields:
  people:
    iin: { role: identifier, type: iin, do: pseudonym person }
    name: { role: identifier, type: person, do: drop }
    city: insensitive
${fields}${more}`
}

export function peopleCsv(of: readonly Person[]): string {
  return csv(
    ['iin', 'name', 'city'],
    of.map((p) => [p.iin, p.name, p.city]),
  )
}
