import { describe, expect, it } from 'vitest'
import { isManifest, manifestSchema } from '../../../src/evidence/release/manifest-schema.ts'
import { expectAsAjv } from '../../schema/as-ajv.ts'
import { goodManifest } from './good-manifest.ts'

/** The good manifest with one place changed; undefined takes it away. */
function changed(path: (string | number)[], value: unknown): unknown {
  const manifest = structuredClone(goodManifest()) as unknown as Record<string, unknown>
  let at = manifest
  for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>
  if (value === undefined) Reflect.deleteProperty(at, path.at(-1)!)
  else at[path.at(-1)!] = value
  return manifest
}

const OPTIONAL = [
  'registerSha256',
  'licence',
  'access',
  'storageCountry',
  'retainUntil',
  'purposeUntil',
  'system',
  'passport',
  'signals',
]

describe('the form of a manifest', () => {
  it('is met by a manifest with everything, and by one with nothing that is optional', () => {
    expect(isManifest(goodManifest())).toBe(true)
    const bare = structuredClone(goodManifest())
    for (const key of OPTIONAL) Reflect.deleteProperty(bare, key)
    expect(isManifest({ ...bare, anonymity: null, marking: null, makers: [], keys: {}, fields: [] })).toBe(true)
    expect(isManifest({ ...bare, anonymity: { k: null } })).toBe(true)
  })

  const required = Object.keys(goodManifest()).filter((key) => !OPTIONAL.includes(key))
  it.each(required)('needs %s', (key) => {
    expect(isManifest(changed([key], undefined))).toBe(false)
  })

  const broken: [string, (string | number)[], unknown][] = [
    // what is wrong, the place, the value
    ['a key that nobody knows', ['extra'], 1],
    ['a key that nobody knows further down', ['records', 'lost'], 0],
    ['a label that perde never gives', ['outputClass'], 'anonymised'],
    ['a mode that there is not', ['mode'], 'off'],
    ['a release that is no ULID', ['release'], 'latest'],
    ['a digest in capitals', ['policySha256'], 'AB'.repeat(32)],
    ['a digest that is too short', ['outputs', 0, 'sha256'], 'ab'],
    ['a count below nothing', ['records', 'out'], -1],
    ['a count with a fraction', ['outputs', 0, 'bytes'], 1.5],
    ['a count that is a text', ['records', 'in'], '3'],
    ['a check value that could hold a key', ['keys', 'main', 'check'], '00'.repeat(32)],
    ['an absolute path', ['outputs', 0, 'path'], '/etc/passwd'],
    ['a path out of the release', ['outputs', 0, 'path'], 'data/../../x'],
    ['a path that is the folder above', ['files', 0, 'path'], '..'],
    ['a path that ends in the folder above', ['files', 0, 'path'], 'data/..'],
    ['a path out of the release behind a line end', ['files', 0, 'path'], 'data\n/../../x'],
    ['a path with a NUL', ['files', 0, 'path'], 'data\u0000'],
    ['a path with a backslash', ['files', 0, 'path'], 'data\\..\\x'],
    ['an empty path', ['files', 0, 'path'], ''],
    ['an index before the log', ['log', 'index'], -1],
    ['fields that are no list', ['fields'], {}],
    ['k as a text', ['anonymity'], { k: '5' }],
  ]
  it.each(broken)('is not met with %s', (_, path, value) => {
    expect(isManifest(changed(path, value))).toBe(false)
  })

  it('is met by a changed one where ajv says so', () => {
    expectAsAjv(manifestSchema, goodManifest(), 1000)
  })

  it.each([[null], [[]], ['text'], [1]])('is not met by %j', (value) => {
    expect(isManifest(value)).toBe(false)
  })

  it('allows names of files that merely look like the folder above', () => {
    for (const path of ['data/..a', 'data/a..b/c', 'data/...', 'data/.hidden'])
      expect(isManifest(changed(['files', 0, 'path'], path))).toBe(true)
  })
})
