import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTimestamp, checkTimestamps, keepTimestamp, timestampQuery } from '../../../src/evidence/log/timestamp.ts'
import { makeAuthority, type Authority } from './authority.ts'
import { PERMIT, sampleLog, temporaryFolder, useLog } from './sample-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'perde-authority-'))
const strange = mkdtempSync(join(tmpdir(), 'perde-authority-'))
let authority: Authority
let stranger: Authority

beforeAll(() => {
  authority = makeAuthority(folder)
  stranger = makeAuthority(strange, 'Another Authority')
})
afterAll(() => {
  for (const made of [folder, strange]) rmSync(made, { recursive: true, force: true })
})

const pem = (of: Authority) => readFileSync(of.certificates)
const INVALID = expect.objectContaining({ code: 'TIMESTAMP_INVALID', exitStatus: 65 })
const CHECKPOINT = 'perde/visits/abcdefgh\n1\nhash\n'

/** Tag, content, and length of the whole of the first value. */
function derOf(bytes: Buffer): [tag: number, content: Buffer, length: number] {
  const [tag, first] = [bytes[0]!, bytes[1]!]
  const more = first < 0x80 ? 0 : first & 0x7f
  const length = more === 0 ? first : bytes.readUIntBE(2, more)
  return [tag, bytes.subarray(2 + more, 2 + more + length), 2 + more + length]
}

function der(tag: number, content: Buffer): Buffer {
  const n = content.length
  const length = n < 0x80 ? Buffer.of(n) : n < 0x100 ? Buffer.of(0x81, n) : Buffer.of(0x82, n >> 8, n & 0xff)
  return Buffer.concat([Buffer.of(tag), length, content])
}

describe('a time stamp', () => {
  it('holds over the checkpoint it was asked for, and says when', () => {
    const token = authority.answer(timestampQuery(CHECKPOINT))
    const time = checkTimestamp(token, CHECKPOINT, pem(authority))
    expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(600_000)
  })

  it('does not hold over another checkpoint, by another authority, or with a byte changed', () => {
    const token = authority.answer(timestampQuery(CHECKPOINT))
    expect(() => checkTimestamp(token, `${CHECKPOINT} `, pem(authority))).toThrow(INVALID)
    expect(() => checkTimestamp(token, CHECKPOINT, pem(stranger))).toThrow(INVALID)
    const changed = Buffer.from(token)
    changed[changed.length - 5]! ^= 1
    expect(() => checkTimestamp(changed, CHECKPOINT, pem(authority))).toThrow(INVALID)
  })

  it('has the time that is signed, whatever its reply says beside it', () => {
    const response = authority.answer(timestampQuery(CHECKPOINT))
    const time = checkTimestamp(response, CHECKPOINT, pem(authority))
    const [, body] = derOf(response)
    const granted = derOf(body)[2]
    const said = der(0x0c, Buffer.from('x\nTime stamp: Mar  1 09:00:00 2021 GMT\n'))
    const status = der(0x30, Buffer.concat([Buffer.of(2, 1, 0), der(0x30, said)]))
    const forged = der(0x30, Buffer.concat([status, body.subarray(granted)]))
    expect(checkTimestamp(forged, CHECKPOINT, pem(authority))).toBe(time)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('<html>')],
    ['a query', undefined],
  ])('is not %s', (_, bytes) => {
    expect(() => checkTimestamp(bytes ?? timestampQuery(CHECKPOINT), CHECKPOINT, pem(authority))).toThrow(INVALID)
  })

  it('needs certificates that are some', () => {
    const token = authority.answer(timestampQuery(CHECKPOINT))
    expect(() => checkTimestamp(token, CHECKPOINT, Buffer.from('no certificate'))).toThrow(INVALID)
  })
})

describe('the time stamps of a log', () => {
  function stamped(): string {
    const dir = join(temporaryFolder(), 'log')
    sampleLog(dir)
    const note = readFileSync(join(dir, 'checkpoint'), 'utf8')
    keepTimestamp(dir, 9, authority.answer(timestampQuery(note)))
    return dir
  }

  it('hold while the log grows', () => {
    const dir = stamped()
    useLog(dir, (log) => {
      log.append([PERMIT])
      log.checkpoint()
    })
    expect(checkTimestamps(dir, pem(authority))).toMatchObject({ held: [{ size: 9 }], faults: [] })
  })

  it('do not hold over a log that was written anew', () => {
    const dir = stamped()
    const other = join(temporaryFolder(), 'log')
    sampleLog(other, { now: () => Date.UTC(2026, 10, 24) })
    writeFileSync(join(dir, 'checkpoints/00000009'), readFileSync(join(other, 'checkpoints/00000009')))
    expect(checkTimestamps(dir, pem(authority))).toEqual({
      held: [],
      faults: ['the time stamp over 9 entries does not hold'],
      strangers: [],
    })
  })

  it('can be of several authorities, and each is held against the one that is asked about', () => {
    const dir = stamped()
    const note = readFileSync(join(dir, 'checkpoint'), 'utf8')
    keepTimestamp(dir, 9, stranger.answer(timestampQuery(note)))
    expect(readdirSync(join(dir, 'timestamps'))).toHaveLength(2)
    const both = Buffer.concat([pem(authority), pem(stranger)])
    expect(checkTimestamps(dir, both)).toMatchObject({ held: [{ size: 9 }, { size: 9 }], faults: [] })
    expect(checkTimestamps(dir, pem(authority))).toMatchObject({
      held: [{ size: 9 }],
      faults: [],
      strangers: ['the time stamp over 9 entries is not of the authority whose certificates these are'],
    })
  })

  it('are told where one was put over another checkpoint, taken from another log, or has a name that is none', () => {
    const dir = stamped()
    const [name] = readdirSync(join(dir, 'timestamps')) as [string]
    const at = (file: string) => join(dir, 'timestamps', file)
    useLog(dir, (log) => {
      log.append([PERMIT])
      log.checkpoint()
    })
    const later = name.replace('00000009', '00000010')
    renameSync(at(name), at(later))
    expect(checkTimestamps(dir, pem(authority)).faults).toEqual(['the time stamp over 10 entries does not hold'])
    renameSync(at(later), at(name))
    const other = join(temporaryFolder(), 'log')
    sampleLog(other, { origin: 'perde/visits/otherlog' })
    const token = authority.answer(timestampQuery(readFileSync(join(other, 'checkpoint'), 'utf8')))
    keepTimestamp(dir, 9, token)
    expect(checkTimestamps(dir, pem(authority))).toMatchObject({
      held: [{ size: 9 }],
      faults: ['the time stamp over 9 entries does not hold'],
    })
    rmSync(at(`00000009.${createHash('sha256').update(token).digest('hex').slice(0, 8)}.tsr`))
    writeFileSync(at(`${name}.tmp`), 'cut o')
    expect(checkTimestamps(dir, pem(authority))).toMatchObject({ held: [{ size: 9 }], faults: [] })
    renameSync(at(name), at('hidden.tsr'))
    expect(checkTimestamps(dir, pem(authority))).toMatchObject({
      held: [],
      faults: ['a file among the time stamps has not the name of one'],
    })
  })

  it('are none where none was kept', () => {
    const dir = join(temporaryFolder(), 'log')
    sampleLog(dir)
    expect(checkTimestamps(dir, pem(authority))).toEqual({ held: [], faults: [], strangers: [] })
  })
})
