/**
 * The consent ledger: building the index of many subjects, and deciding by it, keys included. CPU seconds of one thread,
 * since other work shares the machine; the peak of memory is that of the process.
 *
 *   node dist/bench/consent.js [--subjects 10000000] [--records 4000000]
 */
import { createHash, randomFillSync } from 'node:crypto'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { createDecider } from '../src/consent/decide.ts'
import { LedgerCompiler } from '../src/consent/ledger/compile.ts'
import type { ConsentEvent } from '../src/consent/ledger/event.ts'
import { lineOf, REF_CHARS } from '../src/consent/ledger/line.ts'
import { encodeRef } from '../src/consent/ledger/reference.ts'
import { isUsed } from '../src/consent/reasons.ts'
import { createSubjectKeyer } from '../src/consent/subject-ref.ts'

const { values } = parseArgs({
  options: { subjects: { type: 'string', default: '10000000' }, records: { type: 'string', default: '4000000' } },
})
const subjects = Number(values.subjects)
const records = Number(values.records)
const BATCH = 4096
/** Subjects that are asked about, and as many who are not in the ledger. */
const KEYED = 1 << 20
const KEYS = [new Uint8Array(32).fill(3), new Uint8Array(32).fill(5)] as const
const AS_OF = Date.UTC(2026, 5, 1) / 1000

/** Twelve digits, as most subjects are written; the keyer takes them as plain texts. */
const subjectOf = (n: number) => String(100_000_000_000 + n)

/** CPU seconds of this thread and of what V8 does beside it. */
function timed(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1e6
  }
}

/** A thousand lines that differ by body and day: nine consents in ten, most with an end, and withdrawals. */
const LINES = Array.from({ length: 1000 }, (_, n) => {
  const day = String(1 + (n % 28)).padStart(2, '0')
  const shared = { ref: 'A'.repeat(REF_CHARS), at: `2026-01-${day}T08:00:00Z`, known: '2026-02-01T00:00:00Z' }
  if (n % 10 === 0) return Buffer.from(`${lineOf({ ...shared, actor: 'subject', state: 'withdrawn' })}\n`)
  const event: ConsentEvent = {
    ...shared,
    actor: 'subject',
    state: 'given',
    purposes: ['dpv:ServiceOptimisation'],
    processing: ['dpv-ai:ModelTraining'],
    categories: ['dpv-pd:EmailAddress', 'dpv-pd:MedicalHealth'],
    ...(n % 3 !== 0 && { until: `${2027 + (n % 30)}-0${1 + (n % 9)}-${day}T00:00:00Z` }),
    controller: { name: 'Example Clinic', bin: '990140000007' },
    jurisdiction: 'KZ',
    subjectNamed: true,
    thirdParties: false,
    crossBorder: false,
    publicSources: false,
  }
  return Buffer.from(`${lineOf(event)}\n`)
})
const REF_AT = LINES[0]!.indexOf('AAAA')

/** Lines of one batch: the first `KEYED` subjects by their references, the others by random ones, as a cipher gives. */
function batchOf(first: number, count: number): Buffer {
  const refs =
    first < KEYED
      ? keyer(Array.from({ length: count }, (_, i) => subjectOf(first + i))).refs
      : randomFillSync(new Uint8Array(16 * count))
  const block = Buffer.allocUnsafe(count * 512)
  let at = 0
  for (let i = 0; i < count; i++) {
    const line = LINES[(first + i) % LINES.length]!
    line.copy(block, at)
    block.write(encodeRef(refs, i), at + REF_AT, 'latin1')
    at += line.length
  }
  return block.subarray(0, at)
}

const say = (text: string) => process.stdout.write(`${text}\n`)
say(`${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}; CPU seconds`)

const keyer = createSubjectKeyer(...KEYS)
const compiler = new LedgerCompiler()
const hash = createHash('sha256')
let read = 0
let bytes = 0
for (let first = 0; first < subjects; first += BATCH) {
  const count = Math.min(BATCH, subjects - first)
  const block = batchOf(first, count)
  bytes += block.length
  const stop = timed()
  hash.update(block)
  for (let start = 0, end = block.indexOf(10); end >= 0; start = end + 1, end = block.indexOf(10, start))
    compiler.add(block, start, end)
  read += stop()
}
const stop = timed()
const index = compiler.finish(AS_OF, new Uint8Array(8))
const built = stop()
const peak = () => Math.round(process.resourceUsage().maxRSS / 1024)
say(
  `index   ${subjects} subjects from ${(bytes / 1e9).toFixed(2)} GB of ledger: reading ${read.toFixed(1)} s, sorting and hashing ${built.toFixed(1)} s, together ${(read + built).toFixed(1)} s; peak ${peak()} MB; digest ${index.digest.slice(0, 16)}`,
)

const decide = createDecider(index, {
  purpose: 'dpv:ServiceOptimisation',
  processing: 'dpv-ai:ModelTraining',
  categories: [],
  controller: 'Example Clinic',
  asOf: AS_OF,
  subsume: false,
})
const draws = new Uint32Array(BATCH)
let keying = 0
let deciding = 0
let used = 0
for (let done = 0; done < records; done += BATCH) {
  randomFillSync(draws)
  // Half of them are in the ledger.
  const batch = Array.from(draws, (draw) => subjectOf(draw % (2 * Math.min(KEYED, subjects))))
  const stopKeying = timed()
  const { refs, flags } = keyer(batch)
  keying += stopKeying()
  const stopDeciding = timed()
  for (const reason of decide(refs, flags)) if (isUsed(reason)) used++
  deciding += stopDeciding()
}
const rate = (seconds: number) => `${Math.round(records / seconds / 1000)},000 records/s`
say(
  `decide  ${records} records, ${Math.round((100 * used) / records)} % used: keying ${rate(keying)}, looking up ${rate(deciding)}, together ${rate(keying + deciding)} a thread`,
)
