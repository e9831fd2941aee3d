import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'

/** What a figure is worth nothing without. */
export interface Machine {
  cpu: string
  cores: number
  memoryGiB: number
  system: string
  node: string
  openssl: string
  versions: Record<string, string>
  commit: string
  /** were there changes that no commit has? */
  dirty: boolean
}

export function machine(root: string): Machine {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    openssl: process.versions.openssl,
    versions: peerVersions(root),
    commit: git('rev-parse', '--short=12', 'HEAD'),
    dirty: git('status', '--porcelain', '--', 'src', 'workers', 'bench', 'build.mjs') !== '',
  }
}

/** Mean number of runnable threads of the last minute: above the number of cores somebody else is running too. */
export const load = (): number => Math.round(loadavg()[0]! * 100) / 100

function peerVersions(root: string): Record<string, string> {
  const manifest = JSON.parse(readFileSync(join(root, 'bench/peers/package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  return manifest.dependencies
}
