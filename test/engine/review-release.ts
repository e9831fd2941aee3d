import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { manifestBytes, sha256Hex, successText, type Manifest } from '../../src/evidence/release/manifest.ts'

const SHA = 'ab'.repeat(32)

export interface ReleasedFile {
  /** below the release */
  path: string
  source: string
  text: string
  records: number
  /** bytes of its header */
  header: number
}

/** A release that agrees with itself; nobody signed it. */
export function writeRelease(dir: string, files: readonly ReleasedFile[]): Manifest {
  const records = files.reduce((n, f) => n + f.records, 0)
  const headed = new Set<string>()
  const whole = files.map(({ source, text, header }) => {
    const from = headed.has(source) ? header : 0
    headed.add(source)
    return text.slice(from)
  })
  const manifest: Manifest = {
    perde: '0.1.0',
    release: '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7',
    dataset: 'clinic',
    created: '2026-01-01T00:00:00.000Z',
    outputClass: 'masked',
    purpose: 'dpv:ScientificResearch',
    processing: 'dpv-ai:ModelTraining',
    basis: 'contract',
    mode: 'enforce',
    makers: [],
    asOf: '2026-01-01T00:00:00Z',
    policySha256: SHA,
    planSha256: SHA,
    keys: {},
    inputs: [],
    outputs: files.map(({ path, source, text, records: n, header }) => ({
      path,
      source,
      bytes: Buffer.byteLength(text),
      records: n,
      header,
      sha256: sha256Hex(text),
    })),
    files: [],
    records: { in: records, out: records, excluded: 0, suppressed: 0, quarantined: 0 },
    recordsSha256: sha256Hex(whole.join('')),
    fields: [],
    anonymity: null,
    marking: null,
    log: { origin: 'perde.example/log', index: 5, rootBefore: '' },
  }
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  for (const { path, text } of files) write(path, text)
  write('manifest.json', manifestBytes(manifest))
  write('_SUCCESS', successText(manifestBytes(manifest)))
  return manifest
}
