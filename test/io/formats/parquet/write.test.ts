import { gunzipSync } from 'node:zlib'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { Kind, valuesOf, type Values } from '../../../../src/record/batch.ts'
import { unpackSnappy } from '../../../../src/io/formats/parquet/snappy.ts'
import { cellsOf, corpus, corpusTexts, recordsOf, rewrite } from './files.ts'

/** As another implementation reads it. */
async function asHyparquet(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  const unpack = (input: Uint8Array, size: number) => unpackSnappy(input, size)
  return parquetReadObjects({ file, compressors: { SNAPPY: unpack, GZIP: (input) => gunzipSync(input) } })
}

function metadataOf(bytes: Buffer) {
  return parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer)
}

const upper = ({ text, kind }: Values): Values => ({ text: text.map((t) => t.toUpperCase()), kind })

describe('a Parquet file that is written anew', () => {
  for (const name of ['types', 'nested', 'people', 'large-group', 'no-rows'])
    it(`has the same values in another implementation, and the same types: ${name}`, async () => {
      const before = corpus(name)
      const after = await rewrite(before)
      if (name !== 'large-group') expect(await asHyparquet(after)).toEqual(await asHyparquet(before))
      expect(await cellsOf(after)).toEqual(await cellsOf(before))
      const types = (bytes: Buffer) =>
        metadataOf(bytes)
          .schema.slice(1)
          .map(({ type, repetition_type, logical_type, converted_type, precision, scale, type_length }) => ({
            ...{ type, repetition_type, logical_type, precision, scale, type_length },
            // Each kind of annotation says the same; not all writers write both.
            ...(logical_type === undefined && { converted_type }),
          }))
      expect(types(after)).toEqual(types(before))
    })

  it('is called ours, and has the bytes that it had the first time', async () => {
    const after = await rewrite(corpus('nested'))
    expect(metadataOf(after).created_by).toMatch(/^perde version/)
    expect(Buffer.compare(after, await rewrite(corpus('nested')))).toBe(0)
  })

  for (const compression of ['none', 'gzip'] as const)
    it(`can be packed another way: ${compression}`, async () => {
      const after = await rewrite(corpus('people'), { options: { compression } })
      expect(metadataOf(after).row_groups[0]!.columns[0]!.meta_data!.codec).toBe(
        compression === 'none' ? 'UNCOMPRESSED' : 'GZIP',
      )
      expect(await recordsOf(after)).toEqual(corpusTexts('people'))
      expect(await asHyparquet(after)).toEqual(await asHyparquet(corpus('people')))
    })

  it('has other values where a rule wrote some, and a type for them', async () => {
    const after = await rewrite(corpus('people'), {
      rule: (path) => (path === 'id' || path === 'town' ? { written: path === 'id' ? 'text' : 'same' } : {}),
      edit: { id: ({ text }) => valuesOf(text.map((t) => `no ${t}`)), town: upper },
    })
    const [first, second] = await recordsOf(after)
    expect(first).toMatchObject({ id: 'no 0', town: null, note: 'note 0 ' })
    expect(second).toMatchObject({ id: 'no 1', town: 'ASTANA' })
    expect(metadataOf(after).schema[1]).toMatchObject({ name: 'id', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' })
  })

  it('keeps whole numbers, decimals, dates and times in their types through a rule that keeps them', async () => {
    const written = { written: 'same' as const }
    const names = Object.keys(corpusTexts('types')[0]!).filter((name) => name !== 'half')
    const same = (values: Values) => ({ text: values.text.slice(), kind: values.kind.slice() })
    const after = await rewrite(corpus('types'), {
      rule: (path) => (names.includes(path) ? written : {}),
      edit: Object.fromEntries(names.map((name) => [name, same])),
    })
    expect(await recordsOf(after)).toEqual(corpusTexts('types'))
    expect(await asHyparquet(after)).toEqual(await asHyparquet(corpus('types')))
  })

  it('refuses a value that the type of its column cannot hold, with its record and field', async () => {
    const bad = (value: string) => (values: Values) => ({ text: values.text.map(() => value), kind: values.kind })
    const tried = rewrite(corpus('types'), {
      rule: (path) => (path === 'i8' ? { written: 'same' } : {}),
      edit: { i8: bad('128') },
    })
    await expect(tried).rejects.toMatchObject({ code: 'INPUT_VALUE', row: 0, field: 'i8' })
  })

  it('has no field that left, and no group that nothing is left of', async () => {
    const after = await rewrite(corpus('nested'), { removed: ['person.name', 'person.born', 'visits[].at', 'tags[]'] })
    expect(Object.keys(await cellsOf(after))).toEqual(['id', 'visits[].codes[]', 'scores[].key', 'scores[].value'])
    const [first] = await asHyparquet(after)
    expect(Object.keys(first!)).toEqual(['id', 'visits', 'scores'])
  })

  it('has a text where a rule made one value of a struct or a list', async () => {
    const rule = (path: string) =>
      path === 'person' || path === 'tags' ? ({ whole: 'closed', written: 'text' } as const) : {}
    const redact = ({ kind }: Values): Values => ({
      text: Array.from(kind, () => 'X'),
      kind: kind.map((k) => (k === Kind.null ? Kind.null : Kind.string)),
    })
    const after = await rewrite(corpus('nested'), { rule, edit: { person: redact, tags: redact } })
    const cells = await cellsOf(after)
    expect(cells['person']).toEqual([
      [0, 'X'],
      [1, null],
      [2, 'X'],
      [3, 'X'],
    ])
    expect(cells['tags']).toEqual([
      [0, 'X'],
      [1, 'X'],
      [2, null],
      [3, 'X'],
    ])
    expect(cells['visits[].codes[]']).toEqual((corpusTexts('nested')[0] as Record<string, unknown>)['visits[].codes[]'])
  })

  it('leaves records out, lists and all', async () => {
    const after = await rewrite(corpus('nested'), { keep: (record) => record % 2 === 1 })
    const all = await asHyparquet(corpus('nested'))
    expect(await asHyparquet(after)).toEqual([all[1], all[3]])
    expect(await asHyparquet(await rewrite(corpus('people'), { keep: (record) => record === 299 }))).toEqual([
      (await asHyparquet(corpus('people')))[299],
    ])
  })

  it('writes INT96 as a timestamp in microseconds', async () => {
    const after = await rewrite(corpus('int96'))
    expect(metadataOf(after).schema[1]).toMatchObject({
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
    })
    expect(await recordsOf(after)).toEqual(corpusTexts('int96'))
  })

  it('holds no value of a field that left or of a record that was left out, in no page and no metadata', async () => {
    const after = await rewrite(corpus('canaries'), {
      rule: (path) => (path === 'name' ? { written: 'text' } : {}),
      edit: { name: ({ text }) => valuesOf(text.map((_, i) => `p${i}`)) },
      removed: ['gone'],
      keep: (record) => record === 0,
      options: { compression: 'none' },
    })
    const canaries = ['Қанат', 'Rosa', 'Canary', 'k2', 'kept-out', 'owner', 'pandas']
    expect(canaries.filter((canary) => after.includes(canary))).toEqual([])
    expect(await recordsOf(after)).toEqual([{ name: 'p0', keep: 'k1' }])
    // What proves that the search can find one.
    expect(canaries.filter((canary) => corpus('canaries').includes(canary))).toEqual(canaries)
  })

  it('bounds whole numbers by what is written, not by what was read', async () => {
    const after = await rewrite(corpus('people'), { keep: (record) => record >= 10 && record < 20 })
    const { statistics } = metadataOf(after).row_groups[0]!.columns[0]!.meta_data!
    expect(statistics).toMatchObject({ null_count: 0n, min_value: 10n, max_value: 19n })
  })
})
