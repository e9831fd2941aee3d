import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { MEMBER_TEXT, packedName } from '../../src/io/codings/compression.ts'
import { packMember } from '../../src/io/codings/pack.ts'
import { made, people, type Folders } from '../suite/data.ts'

export const FORMATS = ['csv', 'tsv', 'jsonl', 'json', 'xml', 'parquet', 'arrow', 'csv.gz', 'csv.zst'] as const
export type FormatName = (typeof FORMATS)[number]

/**
 * The table of people in a format. Sizes are those of the text: what is packed, Parquet and Arrow have the records of the
 * CSV file of that size, and its bytes count.
 */
export async function inputOf(folders: Folders, size: string, format: FormatName): Promise<Input> {
  if (format !== 'parquet' && format !== 'arrow' && format !== 'csv.gz' && format !== 'csv.zst') {
    const file = people(folders, size, format)
    return { file, text: file }
  }
  const text = people(folders, size, 'csv')
  const file = join(folders.data, `people-${size}.${format}`)
  const by = (peer: string, from: string) => {
    made(file, (to) => {
      execFileSync(process.execPath, [join(folders.root, 'bench/peers', peer), from, to])
    })
  }
  if (format === 'parquet') by('parquet.mjs', text)
  else if (format === 'arrow') by('arrow.mjs', (await inputOf(folders, size, 'parquet')).file)
  else if (!existsSync(file)) await pack(text, file)
  return { file, text }
}

export interface Input {
  file: string
  /** the file whose bytes are counted */
  text: string
}

async function pack(from: string, to: string): Promise<void> {
  const [input, output] = [openSync(from, 'r'), openSync(`${to}.part`, 'w')]
  const buffer = Buffer.alloc(MEMBER_TEXT)
  for (let n = 0; (n = readSync(input, buffer)) > 0;)
    writeSync(output, await packMember(buffer.subarray(0, n), packedName(to).compression!))
  closeSync(input)
  closeSync(output)
  renameSync(`${to}.part`, to)
}
