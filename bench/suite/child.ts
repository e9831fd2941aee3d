import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What one process took: seconds on the clock, CPU seconds of all its threads (user and system), peak resident bytes. */
export interface Usage {
  wall: number
  cpu: number
  rss: number
}

export interface Command {
  /** arguments of `node`, the script first */
  argv: readonly string[]
  /** file given as standard input */
  stdin?: string
}

/**
 * Runs a whole Node process to its end and measures it. The clock runs from the start of the process to its exit; CPU
 * and memory are what `getrusage` says at its end (suite/usage.mjs), the same on every system and for every peer.
 */
export async function measure(
  { argv, stdin }: Command,
  folders: { root: string; data: string },
): Promise<{ usage: Usage; stdout: string }> {
  const usageFile = join(folders.data, 'usage.json')
  const input = stdin === undefined ? 'ignore' : openSync(stdin, 'r')
  try {
    const started = performance.now()
    const child = spawn(process.execPath, ['--import', join(folders.root, 'bench/suite/usage.mjs'), ...argv], {
      cwd: folders.root,
      stdio: [input, 'pipe', 'pipe'],
      env: { ...process.env, PERDE_BENCH_USAGE: usageFile },
    })
    const [stdout, stderr] = [child.stdout!, child.stderr!].map((stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      return chunks
    })
    const code = await new Promise<number | null>((exited, failed) => child.on('exit', exited).on('error', failed))
    const wall = (performance.now() - started) / 1000
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}:\n${Buffer.concat(stderr!).toString()}`)
    const { cpu, rss } = JSON.parse(readFileSync(usageFile, 'utf8')) as { cpu: number; rss: number }
    return { usage: { wall, cpu, rss }, stdout: Buffer.concat(stdout!).toString() }
  } finally {
    rmSync(usageFile, { force: true })
    if (input !== 'ignore') closeSync(input)
  }
}
