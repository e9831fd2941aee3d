import type { CheckContext } from './check-context.ts'
import { formatOf } from './source-format.ts'

/** Smaller files are a slip of the pen: a release of a gigabyte would have a million of them. */
const SMALLEST_FILE = 1024

/** A size of files that can be meant, and records that can be divided into files. */
export function checkOutput({ policy, report, wrong }: CheckContext): void {
  const path = ['output', 'file-size']
  const size = policy.output['file-size']
  if (size === undefined || wrong(path)) return
  if (size < SMALLEST_FILE)
    report.add('POLICY_VALUE', path, 'files of less than 1 KiB', { hint: 'such as file-size: 256MiB' })
  const whole = Object.entries(policy.dataset.sources).find(
    ([, spec]) => formatOf(spec) === 'json' && spec.around !== 'drop',
  )
  if (whole)
    report.add('POLICY_VALUE', path, `the document of "${whole[0]}" cannot be divided into several`, {
      hint: 'set "around: drop" for the source: then each file has the records alone',
    })
}
