import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { csv, people, peopleCsv, peoplePolicy, project } from './perde.ts'

/** Inputs that are packed or written in another charset give the records of the plain file, and bad ones give none. */

const TABLE = peopleCsv(people(300))

/** Windows-1251 of a text in Russian and ASCII. */
function cp1251(text: string): Buffer {
  const bytes = Uint8Array.from({ length: 128 }, (_, i) => 0x80 + i)
  const letters = new TextDecoder('windows-1251').decode(bytes)
  return Buffer.from([...text].map((c) => (c < '\x80' ? c.charCodeAt(0) : 0x80 + letters.indexOf(c))))
}

/** What a run makes of one input; `source`: how the policy names it. */
function released(content: Uint8Array | string, source: string, name: string, after?: (remove: () => void) => void) {
  const p = project({ 'policy.yaml': peoplePolicy(undefined, { input: source }), [name]: content }, after)
  const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'out', '--block', '2KiB'])
  return { p, status, stderr, data: status === 0 ? p.text('out/data/people.csv') : undefined }
}

describe('a table', () => {
  const russian = csv(
    ['iin', 'name', 'city'],
    people(300).map((x) => [x.iin, x.name.replace(/[^\x00-\x7fА-яЁё]/g, 'и'), 'Астана']),
  )
  let plain: string | undefined
  let plainRussian: string | undefined
  beforeAll(() => {
    plain = released(TABLE, 'people.csv', 'people.csv', () => undefined).data
    plainRussian = released(russian, 'people.csv', 'people.csv', () => undefined).data
  })

  it('gives the same records in gzip, whose own bytes are what the manifest has', () => {
    const packed = gzipSync(TABLE)
    const { p, data, status } = released(packed, 'people.csv.gz', 'people.csv.gz')
    expect(status).toBe(0)
    expect(data).toBe(plain)
    expect(p.json<{ inputs: unknown[] }>('out/manifest.json').inputs).toMatchObject([{ bytes: packed.length }])
    expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
  })

  it('gives the same records in UTF-16, which its mark says', () => {
    expect(released(Buffer.from(`\ufeff${TABLE}`, 'utf16le'), 'people.csv', 'people.csv').data).toBe(plain)
  })

  it('gives the same records in windows-1251, which the policy says', () => {
    const bytes = cp1251(russian)
    expect(bytes.includes(0xc0 + 0x20)).toBe(true)
    expect(released(bytes, '{ path: people.csv, encoding: windows-1251 }', 'people.csv').data).toBe(plainRussian)
    const undeclared = released(bytes, 'people.csv', 'people.csv')
    expect(undeclared).toMatchObject({ status: 65 })
    expect(undeclared.stderr).toContain('encoding: windows-1251')
    expect(undeclared.stderr).toContain('[INPUT_ENCODING]')
  })

  it('is scanned with its encoding, which the first policy then has', () => {
    const p = project({ 'people.csv': cp1251(russian) })
    const scan = p.perde(['scan', 'people.csv', '--encoding', 'windows-1251', '--json', '--policy-out', 'first.yaml'])
    expect((JSON.parse(scan.stdout) as { fields: unknown[] }).fields).toMatchObject([
      { entity: 'iin' },
      { entity: 'person' },
      { path: 'city' },
    ])
    expect(p.text('first.yaml')).toContain('encoding: windows-1251')
    expect(p.perde(['scan', 'people.csv', '--encoding', 'latin1'])).toMatchObject({ status: 2 })
  })
})

describe('a packed input', () => {
  it.each([
    ['is cut off', gzipSync(TABLE).subarray(0, -9)],
    ['has something behind its end', Buffer.concat([gzipSync(TABLE), Buffer.from('name,Ivan')])],
    ['is packed twice', gzipSync(gzipSync(TABLE))],
    ['holds zeros without end', gzipSync(Buffer.alloc(70 * 1024 * 1024))],
  ])('that %s gives no release', (_, content) => {
    const { p, status, stderr } = released(content, 'people.csv.gz', 'people.csv.gz')
    expect([status, p.has('out')]).toEqual([65, false])
    expect(stderr).toMatch(/\[INPUT_(COMPRESSED|ENCODING|NUL|RECORD_TOO_LARGE)\]/)
  })
})
