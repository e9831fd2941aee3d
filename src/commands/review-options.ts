import type { InputOptions } from './input-options.ts'

export interface ReviewCommandOptions extends InputOptions {
  sample: string
  seed: string
  field: string[]
  out?: string
  report?: string
  log?: string
  json?: boolean
}
