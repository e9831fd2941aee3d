import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lineOf } from '../../../src/consent/ledger/line.ts'
import { scanLedger } from '../../../src/engine/consents/scan-ledger.ts'
import { readHead } from '../../../src/engine/consents/ledger-head.ts'
import { ledgerPlace } from '../../../src/engine/consents/ledger-place.ts'
import { openLedgerWriter } from '../../../src/engine/consents/ledger-writer.ts'
import { systemFs, type LogFs } from '../../../src/evidence/log/log-fs.ts'
import { ref } from '../../consent/ledger/fixture.ts'
import { temporaryFolder } from '../plans.ts'

const IDENTITY = { subjectType: 'iin', keyCheck: '00'.repeat(8) }
const line = (subject: number, known = '2026-01-02T00:00:00Z') =>
  lineOf({ ref: ref(subject), at: '2026-01-01T00:00:00Z', state: 'withdrawn', actor: 'subject', known })

async function write(path: string, lines: readonly string[], fs?: LogFs): Promise<void> {
  const writer = await openLedgerWriter(path, 'consents', IDENTITY, fs && { fs })
  try {
    for (const one of lines) writer.add(one)
    writer.commit()
  } finally {
    writer.close()
  }
}

async function read(path: string): Promise<string[]> {
  const lines: string[] = []
  const place = ledgerPlace(path)
  await scanLedger(place, readHead(place, 'consents')!, 'consents', (bytes, start, end) =>
    lines.push(bytes.toString('utf8', start, end)),
  )
  return lines
}

const newPath = () => join(temporaryFolder(), 'consents')

describe('a consent ledger', () => {
  it.each(['consents', 'consents.jsonl'])(
    'at %s keeps what was committed, and its digest is that of its bytes',
    async (name) => {
      const path = join(temporaryFolder(), name)
      await write(path, [line(1), line(2)])
      await write(path, [line(3)])
      expect(await read(path)).toEqual([line(1), line(2), line(3)])
      const place = ledgerPlace(path)
      const head = readHead(place, 'consents')!
      expect(head).toMatchObject({ events: 3, bytes: readFileSync(place.events).length })
      expect(head.sha256).toBe(createHash('sha256').update(readFileSync(place.events)).digest('hex'))
      expect(existsSync(place.lock)).toBe(false)
    },
  )

  it('of no event has a head that counts none', async () => {
    const path = newPath()
    await write(path, [line(1)])
    const place = ledgerPlace(path)
    const head = readHead(place, 'consents')!
    writeFileSync(place.head, `${JSON.stringify({ ...head, bytes: 0 })}\n`)
    await expect(read(path)).rejects.toMatchObject({ code: 'CONSENT_LEDGER_TAMPERED' })
  })

  it.skipIf(process.platform === 'win32').each(['head', 'events'] as const)(
    'does not wait where a pipe stands in the place of its %s',
    async (part) => {
      const path = newPath()
      await write(path, [line(1)])
      const file = ledgerPlace(path)[part]
      rmSync(file)
      execFileSync('mkfifo', [file])
      await expect(read(path)).rejects.toMatchObject({ code: 'CONSENT_LEDGER_TAMPERED' })
    },
  )

  it('knows an event that it has, whenever it learnt of it', async () => {
    const path = newPath()
    await write(path, [line(1), line(1), line(2)])
    await write(path, [line(2, '2026-05-05T00:00:00Z'), line(1), line(3)])
    expect(await read(path)).toEqual([line(1), line(2), line(3)])
  })

  it('has nothing of an import that did not end, and the next one takes its bytes away', async () => {
    const path = newPath()
    await write(path, [line(1)])
    // As a process that was killed leaves it: whole lines, and half a line, behind what the head counts.
    appendFileSync(ledgerPlace(path).events, `${line(2)}\n${line(3).slice(0, 40)}`)
    expect(await read(path)).toEqual([line(1)])
    const writer = await openLedgerWriter(path, 'consents', IDENTITY)
    expect(writer.cut).toBe(line(2).length + 1 + 40)
    writer.add(line(4))
    writer.commit()
    writer.close()
    expect(await read(path)).toEqual([line(1), line(4)])
  })

  it('takes away what was added and not committed', async () => {
    const path = newPath()
    await write(path, [line(1)])
    const writer = await openLedgerWriter(path, 'consents', IDENTITY)
    for (let n = 0; n < 20_000; n++) writer.add(line(n + 2))
    writer.close()
    expect(readFileSync(ledgerPlace(path).events, 'utf8')).toBe(`${line(1)}\n`)
  })

  it('that was made for events that did not come is not there, nor is its folder', async () => {
    const folder = temporaryFolder()
    const writer = await openLedgerWriter(join(folder, 'consents'), 'consents', IDENTITY)
    writer.add(line(1))
    writer.close()
    expect(readdirSync(folder)).toEqual([])
    // What stood there stays.
    const file = await openLedgerWriter(join(folder, 'c.jsonl'), 'consents', IDENTITY)
    file.close()
    expect(readdirSync(folder)).toEqual([])
  })

  it('gives the digests of its beginnings, wherever its bytes are cut as they are read', async () => {
    const path = newPath()
    const lines = Array.from({ length: 12_000 }, (_, n) => line(n))
    await write(path, lines)
    const place = ledgerPlace(path)
    const bytes = readFileSync(place.events)
    expect(bytes.length).toBeGreaterThan(1 << 20)
    const sizes = [1, lines[0]!.length + 1, 1 << 20, (1 << 20) + 1, bytes.length, bytes.length + 1, 7]
    const head = readHead(place, 'consents')!
    const { first, upTo } = await scanLedger(place, head, 'consents', () => undefined, { sizes })
    const sha256 = (of: Buffer) => createHash('sha256').update(of).digest('hex')
    expect(first!.toString('hex')).toBe(sha256(bytes.subarray(0, lines[0]!.length + 1)))
    expect([...upTo].map(([size, digest]) => [size, digest.toString('hex')])).toEqual(
      sizes
        .filter((size) => size <= bytes.length)
        .sort((a, b) => a - b)
        .map((size) => [size, sha256(bytes.subarray(0, size))]),
    )
  })

  it('is written by one process at a time', async () => {
    const path = newPath()
    const writer = await openLedgerWriter(path, 'consents', IDENTITY)
    await expect(openLedgerWriter(path, 'consents', IDENTITY)).rejects.toMatchObject({
      code: 'CONSENT_LEDGER_LOCKED',
      retryable: true,
    })
    writer.close()
    await write(path, [line(1)])
  })

  it('is as it was after a write, a sync or a rename that failed', async () => {
    for (const call of ['writeSync', 'fdatasyncSync', 'renameSync'] as const) {
      const path = newPath()
      await write(path, [line(1)])
      let armed = false
      const fs = {
        ...systemFs,
        [call]: (...args: never[]) => {
          if (armed) throw Object.assign(new Error('failed'), { code: 'EIO' })
          return (systemFs[call] as (...all: never[]) => unknown)(...args)
        },
      } as LogFs
      const writer = await openLedgerWriter(path, 'consents', IDENTITY, fs && { fs })
      writer.add(line(2))
      armed = true
      expect(() => writer.commit(), call).toThrow(expect.objectContaining({ code: 'IO_FAILED' }))
      armed = false
      writer.close()
      expect(await read(path), call).toEqual([line(1)])
      await write(path, [line(3)])
      expect(await read(path), call).toEqual([line(1), line(3)])
    }
  })

  it.each<[string, (path: string) => void, string]>([
    ['a byte of an event', (path) => flip(ledgerPlace(path).events, 30), 'CONSENT_LEDGER_TAMPERED'],
    ['its end', (path) => truncateSync(ledgerPlace(path).events, 100), 'CONSENT_LEDGER_TAMPERED'],
    ['its events', (path) => rmSync(ledgerPlace(path).events), 'CONSENT_LEDGER_TAMPERED'],
    ['its head', (path) => rmSync(ledgerPlace(path).head), 'CONSENT_LEDGER_TAMPERED'],
    ['the form of its head', (path) => writeFileSync(ledgerPlace(path).head, '{}'), 'CONSENT_LEDGER_TAMPERED'],
    ['two of its lines', (path) => swap(ledgerPlace(path).events), 'CONSENT_LEDGER_TAMPERED'],
  ])('is refused when somebody changed %s', async (_, change, code) => {
    const path = newPath()
    await write(path, [line(1), line(2)])
    change(path)
    await expect(read(path)).rejects.toMatchObject({ code })
    await expect(openLedgerWriter(path, 'consents', IDENTITY)).rejects.toMatchObject({ code })
    // No lock is left behind.
    expect(readdirSync(path).filter((name) => name.startsWith('lock'))).toEqual([])
  })

  it.each([
    [{ keyCheck: '11'.repeat(8) }, 'KEY_INVALID'],
    [{ subjectType: 'phone' }, 'CONSENT_LEDGER_INVALID'],
    [{ subjectType: null }, 'CONSENT_LEDGER_INVALID'],
  ])('is not written by who has %o', async (other, code) => {
    const path = newPath()
    await write(path, [line(1)])
    await expect(openLedgerWriter(path, 'consents', { ...IDENTITY, ...other })).rejects.toMatchObject({ code })
  })
})

function flip(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at]! ^= 1
  writeFileSync(file, bytes)
}

function swap(file: string): void {
  const [first, second] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, `${second!}\n${first!}\n`)
}
