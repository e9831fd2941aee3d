/** What a run is, however it is worked on. */
export interface JobOptions {
  source: string[]
  out?: string
  log?: string
  block: string
  asOf?: string
  mode: string
  replace?: boolean
  resume?: boolean
  since?: string
  rebuild?: string
  gone: string
  dryRun?: boolean
  quiet?: boolean
}

export interface RunCommandOptions extends JobOptions {
  workers?: string
  json?: boolean
  details?: boolean
  progress: string
}
