// Bundles src/ and workers/ into dist/; with --types also writes the declarations of the library. With --if-possible
// (npm's prepare) it does nothing where the development dependencies are absent, as in an installed package.
import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
const esbuild = await import('esbuild').catch(() => undefined)
if (!esbuild) {
  if (process.argv.includes('--if-possible')) process.exit(0)
  console.error('perde: error: esbuild is not installed\nperde: hint: run "npm ci" without --omit=dev')
  process.exit(1)
}
rmSync(`${root}dist`, { recursive: true, force: true })
const options = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'warning',
  loader: { '.json': 'json', '.csv': 'text', '.sh': 'text' },
}
await esbuild.build({
  ...options,
  entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts', thread: 'workers/thread.ts' },
  splitting: true,
})
// Apart, so that what perde loads is not cut into more pieces for the benches' sake.
if (existsSync(`${root}bench`)) await esbuild.build({ ...options, entryPoints: ['bench/*.ts'] })

if (process.argv.includes('--types'))
  execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`], {
    stdio: 'inherit',
  })
