import type { Terminal } from '../../src/commands/terminal.ts'

/** A terminal that keeps what is said. */
export function terminalAt(cwd: string, more: Partial<Terminal> = {}): Terminal & { said: string; printed: string } {
  const terminal = {
    cwd,
    env: {},
    stdin: (async function* () {})(),
    said: '',
    printed: '',
    out: async (text: string | Uint8Array) => void (terminal.printed += Buffer.from(text as string).toString()),
    err: (text: string) => void (terminal.said += text),
    interactive: false,
    columns: Infinity,
    signal: new AbortController().signal,
    ...more,
  }
  return terminal
}
