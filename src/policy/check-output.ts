import type { CheckContext } from './check-context.ts'
import { formatOf } from './source-format.ts'

/** Smaller files are a slip of the pen: a release of a gigabyte would have a million of them. */
const SMALLEST_FILE = 1024

/** A size of files that can be meant, records that can be divided into files, and a packing that their formats have. */
export function checkOutput(context: CheckContext): void {
  checkSize(context)
  checkCompression(context)
}

function checkCompression({ policy, report, wrong }: CheckContext): void {
  const path = ['output', 'compression']
  const { compression } = policy.output
  if (wrong(path) || (compression !== 'snappy' && compression !== 'zstd')) return
  const paged = compression === 'zstd'
  const unfit = Object.entries(policy.dataset.sources).find(([, spec]) => {
    const format = formatOf(spec)
    return format !== undefined && (format === 'parquet') === paged
  })
  if (unfit)
    report.add('POLICY_VALUE', path, `the records of "${unfit[0]}" cannot be packed with ${compression}`, {
      hint: paged ? 'pages of Parquet are packed with snappy or gzip' : 'files of text are packed with gzip or zstd',
    })
}

function checkSize({ policy, report, wrong }: CheckContext): void {
  const path = ['output', 'file-size']
  const size = policy.output['file-size']
  if (size === undefined || wrong(path)) return
  if (size < SMALLEST_FILE)
    report.add('POLICY_VALUE', path, 'files of less than 1 KiB', { hint: 'such as file-size: 256MiB' })
  const whole = Object.entries(policy.dataset.sources).find(([, spec]) => isDocument(formatOf(spec)))
  const indexed = Object.entries(policy.dataset.sources).find(([, spec]) => formatOf(spec) === 'parquet')
  if (indexed)
    report.add('POLICY_VALUE', path, `the Parquet files of "${indexed[0]}" are not divided into several`, {
      hint: 'leave file-size out: their row groups can be read apart',
    })
  if (whole)
    report.add('POLICY_VALUE', path, `the document of "${whole[0]}" cannot be divided into several`, {
      hint: 'leave file-size out: each file would have to be a document of its own',
    })
}

function isDocument(format: ReturnType<typeof formatOf>): boolean {
  return format === 'json' || format === 'xml'
}
