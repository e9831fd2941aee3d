/** What a command gets from the process: cli.ts is the only place that knows where it comes from and where it goes. */
export interface Terminal {
  cwd: string
  env: NodeJS.ProcessEnv
  stdin: AsyncIterable<Uint8Array>
  /** data and JSON; resolves when the reader has taken it */
  out(text: string | Uint8Array): Promise<void>
  /** what a person reads */
  err(text: string): void
  /** stderr is a terminal, and how wide */
  interactive: boolean
  columns: number
  signal: AbortSignal
}

/** Exit status of the process. */
export type ExitStatus = number
