import { describe, expect, it } from 'vitest'
import { cellsOf, corpus, corpusTexts, readFile, recordsOf, rewrite, treeOf } from './files.ts'

describe('a Parquet file of another program', () => {
  it('gives every type as exact text', async () => {
    expect(await recordsOf(corpus('types'))).toEqual(corpusTexts('types'))
  })

  it('gives the same from pages of version 2, unpacked and without dictionaries', async () => {
    expect(await recordsOf(corpus('types-v2'))).toEqual(corpusTexts('types'))
  })

  it('gives structs, lists, lists in lists and maps by the paths of JSON', async () => {
    expect(await cellsOf(corpus('nested'))).toEqual(corpusTexts('nested')[0])
  })

  it('is read group by group', async () => {
    const { blocks } = await readFile(corpus('people'), treeOf().root)
    expect(blocks.map(({ read }) => read.batch.records)).toEqual([128, 128, 44])
    expect(await recordsOf(corpus('people'))).toEqual(corpusTexts('people'))
  })

  for (const name of ['codec-none', 'codec-gzip', 'codec-zstd', 'codec-brotli', 'codec-lz4', 'crc', 'delta'])
    it(`gives the same records whatever packs and writes its pages: ${name}`, async () => {
      expect(await recordsOf(corpus(name))).toEqual(corpusTexts('people'))
    })

  // fastparquet pads its pages behind the values that it counts.
  for (const name of ['by-fastparquet', 'by-fastparquet-plain', 'by-duckdb', 'by-polars'])
    it(`gives the same records whoever wrote it, and they are written: ${name}`, async () => {
      expect(await recordsOf(corpus(name))).toEqual(corpusTexts('others'))
      expect(await recordsOf(await rewrite(corpus(name)))).toEqual(corpusTexts('others'))
    })

  it('gives the timestamps of the deprecated INT96', async () => {
    const fraction = (text: string | null) => text?.replace(/(?<=\.\d{6})000$/, '') ?? null
    const read = await recordsOf(corpus('int96'))
    expect(read.map(({ at }) => ({ at: fraction(at!) }))).toEqual(corpusTexts('int96'))
  })

  it('has one block without records where it has none, and its fields all the same', async () => {
    const { layout, blocks } = await readFile(corpus('no-rows'), treeOf().root)
    expect(blocks.map(({ read }) => read.batch.records)).toEqual([0])
    expect(layout.schema!.map(({ name }) => name)).toEqual(['id', 'town', 'note', 'weight', 'ok'])
  })

  it('cuts a large row group into blocks by its pages', async () => {
    const { blocks } = await readFile(corpus('large-group'), treeOf().root)
    expect(blocks.map(({ read }) => read.batch.records)).toEqual([100_000, 100_000, 100_000])
    const texts = blocks.flatMap(({ read }) => read.batch.columns[0]!.text)
    expect(texts.every((text, i) => text === String(i))).toBe(true)
    const kinds = blocks.flatMap(({ read }) => read.batch.columns[1]!.text)
    expect(kinds.every((text, i) => text === ['a', 'b'][i % 2])).toBe(true)
  })
})
