/** How a file is written, as the commands say it that read one without a policy. */
export interface InputOptions {
  delimiter?: string
  header: boolean
  record?: string
}

export function formatOptions({ delimiter, header, record }: InputOptions) {
  return {
    ...(delimiter !== undefined && { delimiter: delimiter === '\\t' ? '\t' : delimiter }),
    ...(header ? {} : { header: false }),
    ...(record !== undefined && { record }),
  }
}
