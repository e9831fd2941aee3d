import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { registries, registryText } from '../registries.mjs'
import { VERSION } from '../src/version.ts'

const root = resolve(import.meta.dirname, '..')

interface Import {
  from: string
  to: string
  kind: 'value' | 'type'
}

const files = ['src', 'workers'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts'))
    .map((f) => join(folder, f)),
)
const text = new Map(files.map((f) => [f, readFileSync(join(root, f), 'utf8')]))
const imports: Import[] = files.flatMap((from) =>
  [
    ...text
      .get(from)!
      .matchAll(
        /^(?:import|export)\s+(type\s+)?([^'"]*?)\s*(?:from\s+)?['"]([^'"]+)['"]|await import\(['"]([^'"]+)['"]\)/gm,
      ),
  ].map((m) => {
    const target = m[3] ?? m[4]!
    const onlyTypes =
      m[1] !== undefined ||
      (/^\{/.test(m[2] ?? '') &&
        [...m[2]!.matchAll(/[\w$]+(?:\s+as\s+[\w$]+)?(?=\s*[,}])|type\s+[\w$]+/g)].length > 0 &&
        m[2]!
          .replace(/[{}\s]/g, '')
          .split(',')
          .filter(Boolean)
          .every((name) => name.startsWith('type')) &&
        /\{\s*type\s/.test(m[2]!))
    return {
      from,
      to: target.startsWith('.') ? relative(root, resolve(root, dirname(from), target)) : target,
      kind: onlyTypes ? ('type' as const) : ('value' as const),
    }
  }),
)
const inside = imports.filter((i) => i.to.startsWith('src/') || i.to.startsWith('workers/'))

/** The room of a file: its folder below src, the files of src itself by name. */
function room(file: string): string {
  const parts = file.split('/')
  if (parts[0] === 'workers') return 'workers'
  if (parts[1] === 'io') return `io/${parts[2]!}`
  return parts.length > 2 ? parts[1]! : parts[1]!.replace('.ts', '')
}

/** Who may import whom (design: architecture, "Who may import whom"); errors and version are imported by everyone. */
const ALLOWED: Record<string, string[]> = {
  errors: [],
  version: [],
  record: [],
  crypto: [],
  schema: ['record'],
  detect: ['record'],
  transforms: ['record', 'crypto', 'detect', 'policy'],
  policy: ['record', 'schema', 'detect', 'transforms'],
  consent: ['record', 'crypto', 'policy'],
  anonymity: ['record', 'transforms'],
  plan: ['record', 'policy', 'transforms', 'detect', 'consent', 'anonymity'],
  keys: ['crypto', 'policy', 'transforms'],
  'io/formats': ['record'],
  'io/stores': [],
  'io/codings': [],
  'io/databases': [],
  'io/lake': ['io/stores'],
  evidence: ['record', 'schema', 'policy', 'io/codings'],
  engine: [
    'record',
    'schema',
    'crypto',
    'policy',
    'transforms',
    'detect',
    'consent',
    'anonymity',
    'plan',
    'keys',
    'io/formats',
    'io/stores',
    'io/databases',
    'io/codings',
    'io/lake',
    'evidence',
  ],
  api: ['engine', 'detect', 'io/formats'],
  index: ['api', 'engine', 'policy', 'detect', 'evidence'],
  view: ['engine', 'evidence'],
  commands: ['engine', 'api', 'view', 'policy', 'detect', 'consent', 'anonymity', 'keys', 'evidence', 'record'],
  'v8-flags': [],
  cli: ['commands', 'record', 'v8-flags'],
  workers: ['engine', 'io/codings'],
}
const EVERYWHERE = ['errors', 'version']

/** The rooms of the engine, from the ground up: each takes only from itself and from those before it, types too. */
const ENGINE = [
  'wire',
  'log',
  'read',
  'ledger',
  'policy-files',
  'consents',
  'subjects',
  'worker',
  'passes',
  'risk',
  'freeze',
  'seal',
  'run',
  'tasks',
  'release',
  'requests',
  'table',
  'review',
]

/** Narrower than the room: these may take only this from there. */
const ONLY: [from: string, to: string, pattern: RegExp][] = [
  ['transforms', 'policy', /^src\/policy\/policy\.ts$/],
  ['consent', 'policy', /^src\/policy\/(policy|vocabulary|register-mapping)\.ts$/],
  ['keys', 'policy', /^src\/policy\/policy\.ts$/],
  ['keys', 'transforms', /^src\/transforms\/verb\.ts$/],
  // How dates, decimals and side tables are read is said once; no verb is used.
  ['anonymity', 'transforms', /^src\/transforms\/(side-table|date-levels|dates|decimal)\.ts$/],
  // Until when an approval holds is said once, for who gives it and for who checks it.
  ['evidence', 'policy', /^src\/policy\/(policy|approval-term|civil-date)\.ts$/],
  // Whoever names a format has them from one list, which loads nothing.
  ['commands', 'record', /^src\/record\/(format-facts|civil-date)\.ts$/],
  ['cli', 'record', /^src\/record\/format-facts\.ts$/],
  // How a file is packed, by name; evidence unpacks nothing by itself.
  ['evidence', 'io/codings', /^src\/io\/codings\/compression\.ts$/],
  ['workers', 'io/codings', /^src\/io\/codings\/pack\.ts$/],
]

describe('the house', () => {
  it('has a rule for every room', () => {
    expect([...new Set(files.map(room))].filter((r) => !(r in ALLOWED))).toEqual([])
  })

  it('imports only in the directions of the design', () => {
    const wrong = inside.filter((i) => {
      const [from, to] = [room(i.from), room(i.to)]
      if (from === to || EVERYWHERE.includes(to)) return false
      if (!ALLOWED[from]!.includes(to)) return true
      return ONLY.some(([f, t, pattern]) => f === from && t === to && !pattern.test(i.to))
    })
    expect(wrong.map((i) => `${i.from} → ${i.to}`)).toEqual([])
  })

  it('builds each room of the engine only on those below it', () => {
    const inEngine = (file: string) => /^src\/engine\/(?:([^/]+)\/)?[^/]+$/.exec(file)
    const wrong = inside.filter((i) => {
      const [from, to] = [inEngine(i.from), inEngine(i.to)]
      return from && to && !(ENGINE.indexOf(to[1]!) <= ENGINE.indexOf(from[1]!) && ENGINE.includes(to[1]!))
    })
    expect(wrong.map((i) => `${i.from} → ${i.to}`)).toEqual([])
  })

  it('has no circle of imports, nor of types', () => {
    const next = new Map<string, string[]>()
    for (const i of inside) next.set(i.from, [...(next.get(i.from) ?? []), i.to])
    const state = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    const visit = (file: string, path: string[]) => {
      if (state.get(file) === 'done') return
      if (state.get(file) === 'open') return void circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      state.set(file, 'open')
      for (const to of next.get(file) ?? []) visit(to, [...path, file])
      state.set(file, 'done')
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })

  it('gives workers no store, no log, no key source, no file system and no network', () => {
    const next = new Map<string, Import[]>()
    for (const i of imports) if (i.kind === 'value') next.set(i.from, [...(next.get(i.from) ?? []), i])
    const reached = new Set<string>()
    const queue = ['workers/thread.ts', 'workers/stdio.ts']
    // What a worker behind a pipe inherits, and its own program, are read in one file.
    const wrong = new Set<string>()
    const own = (i: Import) => i.from === 'workers/pipe/descriptors.ts' && i.to === 'node:fs'
    // How the folder of a value is called: names, nothing else.
    const names = (i: Import) => i.to === 'src/io/lake/partitions.ts'
    const forbidden =
      /^(src\/(io\/(stores|lake|databases)|evidence|commands|keys\/sources)|(node:)?(fs|net|http|https|http2|tls|dgram|dns|child_process)(\/|$))/
    for (const file of queue)
      for (const i of next.get(file) ?? []) {
        if (forbidden.test(i.to) && !own(i) && !names(i)) wrong.add(`${i.from} → ${i.to}`)
        if (!reached.has(i.to)) {
          reached.add(i.to)
          queue.push(i.to)
        }
      }
    expect([...wrong]).toEqual([])
  })

  it('names no format inside the engine', () => {
    const named = files.filter(
      (f) =>
        f.startsWith('src/engine/') &&
        /['"`](csv|tsv|jsonl|json|xml|parquet|arrow|csv-dialect|tsv-dialect)['"`]/.test(text.get(f)!),
    )
    // In-process records are JSON lines by definition of the interface, tables of a database are CSV by COPY's, and what
    // their columns hold is named as their types are; what a host hands over is Arrow.
    const byDefinition = [
      'run/transform-records.ts',
      'read/table-input.ts',
      'read/handed-input.ts',
      'seal/new-tables.ts',
    ]
    expect(named.filter((f) => !byDefinition.includes(f.slice('src/engine/'.length)))).toEqual([])
  })

  it('has registries that list every verb and recogniser', () => {
    for (const registry of registries)
      expect(readFileSync(join(root, registry.file), 'utf8')).toBe(registryText(registry))
  })

  it('has one version', () => {
    expect((JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version).toBe(VERSION)
  })
})

describe('the top level of the project', () => {
  it('has the rooms that the readme names, what tools insist on, and nothing that a try-out left', () => {
    const kept = readFileSync(join(root, '.gitignore'), 'utf8')
      .split('\n')
      .map((line) => line.replace(/^\//, ''))
    const ROOMS = ['.ci', 'bench', 'policies', 'src', 'test', 'workers']
    const FILES =
      '.gitignore .npmrc .prettierignore .prettierrc.json LICENSE NOTICE README.md build.mjs eslint.config.js package-lock.json package.json registries.d.mts registries.mjs tsconfig.build.json tsconfig.json vitest.config.ts'
    const known = new Set([...ROOMS, ...FILES.split(' '), ...kept, '.git'])
    expect(readdirSync(root).filter((name) => !known.has(name))).toEqual([])
  })
})
