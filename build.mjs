// Bundles src/ and workers/ into dist/; with --types also writes the declarations of the library. With --if-possible
// (npm's prepare) it does nothing where the development dependencies are absent, as in an installed package.
// The libraries are bundled too: hundreds of small files, read again by every thread, took half of a short run.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
const esbuild = await import('esbuild').catch(() => undefined)
if (!esbuild) {
  if (process.argv.includes('--if-possible')) process.exit(0)
  console.error('perde: error: esbuild is not installed\nperde: hint: run "npm ci" without --omit=dev')
  process.exit(1)
}
// Commands that load much the same are one file to load: cut by who asks for what, `run` was 111 files, and to find, read and
// link so many took longer than the little that a command does not need of its group.
const groups = {
  jobs: 'run-job shard tasks consent consent-accept subject view'.split(' '),
  looks: 'check approve explain scan review risk hierarchy detect entities'.split(' '),
  proofs: 'verify purge pack report log log-verify log-export log-timestamp log-rotate anonymity'.split(' '),
}
const groupOf = new Map(Object.entries(groups).flatMap(([group, names]) => names.map((name) => [name, group])))
const grouped = {
  name: 'grouped',
  setup(build) {
    build.onResolve({ filter: /^\.(\/commands)?\/[a-z-]+\.ts$/ }, ({ path, kind }) => {
      const group = kind === 'dynamic-import' && groupOf.get(path.split('/').at(-1).slice(0, -3))
      return group ? { namespace: 'group', path: group } : undefined
    })
    build.onLoad({ filter: /./, namespace: 'group' }, ({ path }) => ({
      resolveDir: `${root}src/commands`,
      contents: groups[path].map((name) => `export * from './${name}.ts'`).join('\n'),
    }))
  },
}
const options = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Every Node has them; esbuild knows of one that lacked a script, and makes such an expression anew at every use.
  supported: { 'regexp-unicode-property-escapes': true },
  // Tables of Kazakh and Russian words would be twice as long as escapes.
  charset: 'utf8',
  sourcemap: 'linked',
  logLevel: 'warning',
  metafile: true,
  // The library of S3 would tell whoever runs perde which Node it will need one day.
  define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
  loader: { '.json': 'json', '.csv': 'text', '.sh': 'text' },
}
// CommonJS among the libraries asks for Node's modules by require.
const banner = {
  js: "import { createRequire as perdeRequire } from 'node:module'; const require = perdeRequire(import.meta.url);",
}
const built = await esbuild.build({
  ...options,
  // One starts its threads from files of its own, the other loads its WebAssembly so.
  external: ['piscina', '@bokuweb/zstd-wasm'],
  banner,
  entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts' },
  plugins: [grouped],
  splitting: true,
})
// A file of its own, so that hosts ship it and compare it as one.
const worker = await esbuild.build({
  ...options,
  external: ['@bokuweb/zstd-wasm'],
  banner,
  entryPoints: { stdio: 'workers/stdio.ts' },
})
// One too: every thread of every run loads it, and forty files take longer.
const thread = await esbuild.build({
  ...options,
  external: ['piscina', '@bokuweb/zstd-wasm'],
  banner,
  entryPoints: { thread: 'workers/thread.ts' },
})
const benchEntries = Object.fromEntries(
  [
    'run',
    'apply',
    'copy',
    'micro',
    'parsers',
    'detection',
    'anonymity',
    'anonymity-scale',
    'day-two',
    'stdio',
    'consent',
    'formats',
  ].map((name) => [`bench/${name}`, `bench/${name}.ts`]),
)
// Apart, so that what perde loads is not cut into more pieces for the benches' sake.
const benches = existsSync(`${root}bench`)
  ? await esbuild.build({
      ...options,
      packages: 'external',
      entryPoints: { people: 'bench/people.ts', ...benchEntries },
    })
  : undefined

// What an older build left; afterwards, so that a process that runs from dist/ always finds a whole one.
const outputs = {
  ...built.metafile.outputs,
  ...worker.metafile.outputs,
  ...thread.metafile.outputs,
  ...benches?.metafile.outputs,
}
for (const name of readdirSync(`${root}dist`, { recursive: true, encoding: 'utf8' })) {
  const path = `dist/${name.replaceAll('\\', '/')}`
  if (/\.js(\.map)?$/.test(path) && !(path in outputs)) rmSync(`${root}${path}`)
}

writeFileSync(
  `${root}dist/THIRD-PARTY.txt`,
  thirdParty(Object.keys({ ...built.metafile.inputs, ...thread.metafile.inputs })),
)

if (process.argv.includes('--types'))
  execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`], {
    stdio: 'inherit',
  })

/** The libraries in the bundle, with version and licence, as their licences ask. */
function thirdParty(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(path)?.[0] ?? []))
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${root}${folder}package.json`, 'utf8'))
    const files = readdirSync(`${root}${folder}`).filter((entry) => /^(?:licen[cs]e|copying|notice)/i.test(entry))
    const texts = files.map((file) => readFileSync(`${root}${folder}${file}`, 'utf8').trim())
    return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`
  })
  return `The files of this folder contain these libraries:\n\n${texts.join(`\n${'-'.repeat(72)}\n\n`)}`
}
