import { packedName } from '../../io/codings/compression.ts'
import type { Format } from '../../io/formats/format.ts'
import type { Policy } from '../../policy/policy.ts'
import { factsOf, type FormatName } from '../../record/format-facts.ts'
import type { Input } from './input.ts'
import { outputName } from './output-name.ts'

/** How the outputs of a run are called, by source, by what the input is called, its format and its number. */
export type OutputOf = (
  source: string,
  file: string,
  format: Format,
  ordinal: number | undefined,
) => Pick<Input, 'to' | 'output' | 'compression'>

/**
 * What an output is called, written as and packed with, by the name and format of its input: before anything of it is read.
 * On standard output records are plain unless the policy says how they are packed.
 */
export function outputsOf(
  { format: wanted, compression }: Pick<Policy['output'], 'format' | 'compression'>,
  target: string | undefined,
): OutputOf {
  const packed = (file: string, to: FormatName) => {
    // What packs its records by itself is not packed once more.
    if (compression === 'none' || compression === 'snappy' || factsOf(to).kind === 'typed') return undefined
    if (compression !== 'same') return compression
    return target === undefined ? undefined : packedName(file).compression
  }
  return (source, file, format, ordinal) => {
    const to = wanted === 'same' ? format.is : wanted
    const compression = packed(file, to)
    return { to, output: outputName(source, file, to, compression, ordinal), compression }
  }
}
