import { PerdeError } from '../errors.ts'
import { CHARSETS, isCharset } from '../policy/policy.ts'

/** How a file is written, as the commands say it that read one without a policy. */
export interface InputOptions {
  delimiter?: string
  header: boolean
  record?: string
  encoding?: string
}

export function formatOptions({ delimiter, header, record, encoding }: InputOptions) {
  if (encoding !== undefined && !isCharset(encoding))
    throw new PerdeError('USAGE', `"${encoding}" is no encoding that perde reads`, {
      hints: [`it reads ${CHARSETS.join(', ')}`],
    })
  return {
    ...(delimiter !== undefined && { delimiter: delimiter === '\\t' ? '\t' : delimiter }),
    ...(header ? {} : { header: false }),
    ...(record !== undefined && { record }),
    ...(encoding !== undefined && { encoding }),
  }
}
