import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Before any test: dist/ is what the sources say, since worker threads and the command line run from it. */
export function setup(): void {
  const root = resolve(import.meta.dirname, '..')
  const newest = (folder: string) =>
    Math.max(
      ...readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (f) => statSync(join(root, folder, f)).mtimeMs,
      ),
    )
  const built = statSync(join(root, 'dist/cli.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Math.max(newest('src'), newest('workers'), statSync(join(root, 'build.mjs')).mtimeMs) > built)
    execFileSync(process.execPath, [join(root, 'build.mjs')], { stdio: 'inherit' })
}
