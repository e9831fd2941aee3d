import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { packMember } from '../../src/io/codings/pack.ts'
import { unpackMembers } from '../../src/io/codings/unpack-members.ts'
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

const TABLE_ZSTD = Buffer.from(await packMember(Buffer.from(TABLE), 'zstd'))

function unpacked(bytes: Buffer, compression: string): string {
  if (compression === 'none') return bytes.toString()
  if (compression === 'gzip') return gunzipSync(bytes).toString()
  let at = 0
  const read = (into: Uint8Array) => {
    const n = bytes.copy(into, 0, at)
    at += n
    return n
  }
  return Buffer.concat([...unpackMembers('zstd', read)]).toString()
}

/** What a run makes of one input; `source`: how the policy names it. */
function released(content: Uint8Array | string, source: string, name: string, after?: (remove: () => void) => void) {
  const p = project({ 'policy.yaml': peoplePolicy(undefined, { input: source }), [name]: content }, after)
  const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'out', '--block', '2KiB'])
  return { p, status, stderr, data: p.has('out/data/people.csv') ? p.text('out/data/people.csv') : undefined }
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

  it.each([
    ['gzip', 'people.csv.gz', gzipSync(TABLE)],
    ['zstd', 'people.csv.zst', TABLE_ZSTD],
  ])('gives the same records in %s, packed as it was, and the manifest has both', (compression, name, packed) => {
    const { p, status } = released(packed, name, name)
    expect(status).toBe(0)
    expect(unpacked(p.bytes(`out/data/${name}`), compression)).toBe(plain)
    expect(p.below('out/data')).toEqual([name])
    expect(p.json<{ inputs: unknown[] }>('out/manifest.json')).toMatchObject({
      inputs: [{ bytes: packed.length }],
      outputs: [{ compression, bytes: p.bytes(`out/data/${name}`).length, text: Buffer.byteLength(plain!) }],
      recordsSha256: createHash('sha256').update(plain!).digest('hex'),
    })
    expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
    expect(p.perde(['scan', `out/data/${name}`, '--json']).status).toBe(0)
  })

  it('is packed as the policy says, whatever it was, and the bytes do not hang on workers or blocks', () => {
    const table = peopleCsv(people(30_000))
    const names = { gzip: 'people.csv.gz', zstd: 'people.csv.zst', none: 'people.csv' }
    for (const [compression, name] of Object.entries(names)) {
      const policy = peoplePolicy(undefined, {
        input: 'people.csv.gz',
        more: `output: { compression: ${compression} }\n`,
      })
      const p = project({ 'policy.yaml': policy, 'people.csv.gz': gzipSync(table) })
      expect(p.perde(['run', 'policy.yaml', '--out', 'one', '--workers', '1', '--block', '8KiB']).status).toBe(0)
      expect(p.perde(['run', 'policy.yaml', '--out', 'two', '--workers', '2', '--block', '1MiB']).status).toBe(0)
      expect(p.below('one/data')).toEqual([name])
      expect(p.bytes(`one/data/${name}`).equals(p.bytes(`two/data/${name}`))).toBe(true)
      expect(p.json<{ records: unknown }>('one/manifest.json').records).toMatchObject({ in: 30_000, out: 30_000 })
      expect(unpacked(p.bytes(`one/data/${name}`), compression).split('\n').length).toBe(30_002)
      expect(p.perde(['verify', 'one', '--log', 'perde-log']).status).toBe(0)
    }
  }, 60_000)

  it('is plain on standard output, unless the policy says how it is packed', () => {
    const out = (more: string) => {
      const policy = peoplePolicy(undefined, { input: 'people.csv.gz', more })
      const p = project({ 'policy.yaml': policy, 'people.csv.gz': gzipSync(TABLE) })
      return p.perde(['run', 'policy.yaml', '--out', '-']).stdout
    }
    expect(out('')).toBe(plain)
    expect(out('output: { compression: gzip }\n').startsWith('\x1f')).toBe(true)
  })

  it('is divided into files at the ends of records, the same whatever the blocks, also when it is packed', () => {
    const policy = peoplePolicy(undefined, { more: 'output: { file-size: 2KiB, compression: gzip }\n' })
    const p = project({ 'policy.yaml': policy, 'people.csv': TABLE })
    for (const [name, block] of [
      ['one', '1KiB'],
      ['two', '1MiB'],
    ] as const)
      // prettier-ignore
      expect(p.perde(['run', 'policy.yaml', '--out', name, '--block', block]).status).toBe(0)
    const files = p.below('one/data').filter((path) => path.endsWith('.gz'))
    expect(files.slice(0, 2)).toEqual(['people/part-00000.csv.gz', 'people/part-00001.csv.gz'])
    const texts = files.map((path) => unpacked(p.bytes(`one/data/${path}`), 'gzip'))
    for (const [i, text] of texts.entries()) {
      expect(p.bytes(`two/data/${files[i]!}`).equals(p.bytes(`one/data/${files[i]!}`))).toBe(true)
      expect(text.length).toBeLessThanOrEqual(2048)
      expect(text.endsWith('\n')).toBe(true)
      // A file is as full as it can be.
      const next = texts[i + 1]?.split('\n')[1]
      if (next !== undefined) expect(Buffer.byteLength(`${text}${next}\n`)).toBeGreaterThan(2048)
    }
    const header = 'iin,city\n'
    expect(header + texts.map((text) => text.slice(header.length)).join('')).toBe(plain)
    const manifest = p.json<{ outputs: { records: number }[]; recordsSha256: string }>('one/manifest.json')
    expect(manifest.outputs.reduce((n, { records }) => n + records, 0)).toBe(300)
    expect(manifest.recordsSha256).toBe(createHash('sha256').update(plain!).digest('hex'))
    expect(p.perde(['verify', 'one', '--log', 'perde-log']).status).toBe(0)
    expect(p.perde(['log', 'show', '--log', 'perde-log']).status).toBe(0)
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

  it.each([
    ['people.csv', TABLE],
    ['people.jsonl', '{"iin":"1","name":"Петров","city":"Астана"}\n'],
    ['people.json', '[{"iin":"1","name":"Петров","city":"Астана"}]'],
    ['people.xml', '<all><r><iin>1</iin><name>Петров</name><city>Астана</city></r></all>'],
  ])('is refused in windows-1251 where its mark says that it is UTF-8: %s', (name, text) => {
    const source = `{ path: ${name}, encoding: windows-1251${name.endsWith('.xml') ? ', record: /all/r' : ''} }`
    const { p, status, stderr } = released(`\ufeff${text}`, source, name)
    expect([status, p.has('out')]).toEqual([65, false])
    expect(stderr).toContain('begins with the byte order mark of UTF-8, and is not windows-1251')
    expect(stderr).toContain('[INPUT_ENCODING]')
    const scan = p.perde(['scan', name, '--encoding', 'windows-1251'])
    expect(scan).toMatchObject({ status: 65, stderr: expect.stringContaining('UTF-8 needs none') })
  })

  it('is the same behind two marks', () => {
    expect(released(`\ufeff\ufeff${TABLE}`, 'people.csv', 'people.csv').data).toBe(plain)
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
    ['is cut off, in zstd', TABLE_ZSTD.subarray(0, -9)],
    ['has something behind its end, in zstd', Buffer.concat([TABLE_ZSTD, Buffer.from('name,Ivan')])],
    ['is packed twice, in zstd', gzipSync(TABLE_ZSTD)],
    ['holds zeros without end', gzipSync(Buffer.alloc(70 * 1024 * 1024))],
  ])('that %s gives no release', (_, content) => {
    const { p, status, stderr } = released(content, 'people.csv.gz', 'people.csv.gz')
    expect([status, p.has('out')]).toEqual([65, false])
    expect(stderr).toMatch(/\[INPUT_(COMPRESSED|ENCODING|NUL|RECORD_TOO_LARGE)\]/)
  })
})
