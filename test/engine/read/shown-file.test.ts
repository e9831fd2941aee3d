import { describe, expect, it } from 'vitest'
import { createPublishable } from '../../../src/detect/publishable.ts'
import { shownFile } from '../../../src/engine/read/shown-file.ts'

const publishable = createPublishable()

describe('an input is called in messages', () => {
  it.each([
    // by its own name, where that is one of a thing
    ['people.csv', 'people.csv'],
    ['data/visits-2026-01.jsonl.gz', 'data/visits-2026-01.jsonl.gz'],
    ['export_20260131_235959.csv', 'export_20260131_235959.csv'],
    ['part-00017.parquet', 'part-00017.parquet'],
    ['dt=2026-01-31/a.csv', 'dt=2026-01-31/a.csv'],
    // by its place among the others, where it may be somebody's
    ['people/Үсенов Асан.csv', 'people/(name withheld), file 3 by name.csv'],
    ['990101300123.csv', '(name withheld), file 3 by name.csv'],
    ['a/aigul@example.org.jsonl.gz', 'a/(name withheld), file 3 by name.jsonl.gz'],
    ['iin=990101300123/+7 761 111 22 33.csv', 'iin=…/(name withheld), file 3 by name.csv'],
  ])('%s: %s', (name, shown) => {
    expect(shownFile(name, publishable, 2)).toBe(shown)
  })
})
