/** A part of bench/anonymity.md: adding one is a file of its own and a line in anonymity.ts. */
export interface Section {
  title: string
  /** Markdown; what is measured, then the figures */
  lines(): string[]
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}

/** Milliseconds of processor time of all threads, and what came out. */
export function timed<T>(work: () => T): { result: T; ms: number } {
  const begin = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(begin)
  return { result, ms: (user + system) / 1000 }
}
