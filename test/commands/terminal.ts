import type { Screen, Terminal } from '../../src/commands/terminal.ts'

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
    atExit: () => () => undefined,
    ...more,
  }
  return terminal
}

/** A screen, of 24 lines and 80 columns if nothing else is said, on which these keys are pressed. `left` counts how often it was put back. */
export function fakeScreen(keys: readonly string[], size = { columns: 80, rows: 24 }): Screen & { left: number } {
  const screen = {
    left: 0,
    size: () => size,
    async *keys() {
      try {
        yield* keys
      } finally {
        screen.left++
      }
    },
  }
  return screen
}
