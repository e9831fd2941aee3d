import { factsOf, type FormatFacts } from '../record/format-facts.ts'
import type { CheckContext } from './check-context.ts'
import { checkConversion } from './check-conversion.ts'
import type { Policy } from './policy.ts'
import { formatOf } from './source-format.ts'

/** Smaller files are a slip of the pen: a release of a gigabyte would have a million of them. */
const SMALLEST_FILE = 1024

/** A size of files that can be meant, records that can be divided into files, and a packing that their formats have. */
export function checkOutput(context: CheckContext): void {
  checkSize(context)
  checkCompression(context)
  checkConversion(context)
  checkSeal(context)
}

/** The key of a sealed release is kept under one that has to be there when it is used. */
function checkSeal({ policy, report, wrong }: CheckContext): void {
  const path = ['output', 'seal']
  if (!policy.output.seal || wrong(path) || wrong(['keys'])) return
  const { seal, main } = policy.keys
  const only = Object.values(policy.keys).length === 1 ? Object.values(policy.keys)[0] : undefined
  const source = seal ?? main ?? only
  if (!source || 'ephemeral' in source)
    report.add('POLICY_VALUE', path, 'a sealed release needs a key that stays: nobody could open it', {
      hint: 'add keys: { seal: { file: seal.key } }; make it with: perde key new FILE',
    })
}

function checkCompression({ policy, report, wrong }: CheckContext): void {
  const path = ['output', 'compression']
  const { compression } = policy.output
  if (wrong(path) || compression === 'same' || compression === 'none') return
  const unfit = sourcesLike(policy, ({ packings }) => !packings.includes(compression))[0]
  if (!unfit) return
  const { label, kind, packings } = unfit.facts
  report.add('POLICY_VALUE', path, `the records of "${unfit.name}" cannot be packed with ${compression}`, {
    hint: `${kind === 'typed' ? `batches of ${label}` : 'files of text'} are ${packings.length > 0 ? `packed with ${packings.join(' or ')}` : 'not packed'}`,
  })
}

function checkSize({ policy, report, wrong }: CheckContext): void {
  const path = ['output', 'file-size']
  const size = policy.output['file-size']
  if (size === undefined || wrong(path)) return
  if (size < SMALLEST_FILE)
    report.add('POLICY_VALUE', path, 'files of less than 1 KiB', { hint: 'such as file-size: 256MiB' })
  const [whole] = sourcesLike(policy, ({ kind }) => kind === 'document')
  const [typed] = sourcesLike(policy, ({ kind }) => kind === 'typed')
  if (typed)
    report.add('POLICY_VALUE', path, `the ${typed.facts.label} files of "${typed.name}" are not divided into several`, {
      hint: 'leave file-size out: their batches of records can be read apart',
    })
  if (whole)
    report.add('POLICY_VALUE', path, `the document of "${whole.name}" cannot be divided into several`, {
      hint: 'leave file-size out: each file would have to be a document of its own',
    })
}

/** Sources whose records are written in a format that is known and has these facts. */
function sourcesLike({ dataset, output }: Policy, wanted: (facts: FormatFacts) => boolean) {
  return Object.entries(dataset.sources).flatMap(([name, spec]) => {
    const format = output.format === 'same' ? formatOf(spec) : output.format
    const facts = format && factsOf(format)
    return facts && wanted(facts) ? [{ name, facts }] : []
  })
}
