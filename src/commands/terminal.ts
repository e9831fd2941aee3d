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
  /** called as the process exits, whatever makes it; gives what takes the call back */
  atExit(action: () => void): () => void
  /** what can be drawn on and hears every key; undefined: stdin or stdout is no terminal */
  screen?: Screen
}

/** A whole screen of a terminal. */
export interface Screen {
  size(): { columns: number; rows: number }
  /**
   * Names of keys as they are pressed (`c`, `space`, `down`, `ctrl-c`), and `redraw` first of all and when the size has
   * changed. While this is iterated the terminal shows a screen of its own and echoes nothing; it is put back however
   * that ends.
   */
  keys(): AsyncIterable<string>
}

/** Exit status of the process. */
export type ExitStatus = number
