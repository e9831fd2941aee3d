import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manifestBytes, sha256Hex, successText, type Manifest } from '../../../src/evidence/release/manifest.ts'
import { riskReport, sourceRisk } from '../../../src/evidence/release/risk.ts'
import { checkRelease } from '../../../src/evidence/release/verify-release.ts'
import { unpackMembers } from '../../../src/io/codings/unpack-members.ts'

const DATA = 'a\n1\n'
const RISK = JSON.stringify(riskReport({}))
const SHA = 'ab'.repeat(32)
const MANIFEST: Manifest = {
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
  inputs: [{ name: 'people.csv', source: 'people', bytes: 4, keyedSha256: SHA }],
  outputs: [{ path: 'data/people.csv', source: 'people', bytes: 4, records: 1, header: 2, sha256: sha256Hex(DATA) }],
  files: [{ path: 'risk.json', bytes: RISK.length, sha256: sha256Hex(RISK) }],
  records: { in: 1, out: 1, excluded: 0, suppressed: 0, quarantined: 0 },
  recordsSha256: sha256Hex(DATA),
  fields: [],
  anonymity: null,
  marking: null,
  log: { origin: 'perde.example/log', index: 5, rootBefore: '' },
}

let folder: string
let release: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perde-release-'))
  release = join(folder, 'out')
  for (const [name, text] of Object.entries({
    'data/people.csv': DATA,
    'risk.json': RISK,
    'manifest.json': manifestBytes(MANIFEST),
    _SUCCESS: successText(manifestBytes(MANIFEST)),
    'proof/checkpoint': '',
    'proof/5.entry.json': '',
  }))
    write(name, text)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): void {
  mkdirSync(dirname(join(release, name)), { recursive: true })
  writeFileSync(join(release, name), text)
}
const problems = () => checkRelease(release, unpackMembers).problems.map((p) => `${p.code} ${p.path ?? ''}`)

function linked(name: string): void {
  renameSync(join(release, name), join(folder, 'aside'))
  symlinkSync(join(folder, 'aside'), join(release, name))
}

describe('the check of a release', () => {
  it('finds nothing in one that is as its run left it', () => {
    expect(problems()).toEqual([])
  })

  it('finds a risk.json of another form, or about other classes than the manifest', () => {
    const replaceRisk = (text: string) => {
      const files = [{ path: 'risk.json', bytes: text.length, sha256: sha256Hex(text) }]
      const manifest = manifestBytes({ ...MANIFEST, files })
      write('risk.json', text)
      write('manifest.json', manifest)
      write('_SUCCESS', successText(manifest))
    }
    replaceRisk(JSON.stringify({ ...riskReport({}), more: 1 }))
    expect(problems()).toEqual(['RISK_FORM risk.json'])
    replaceRisk('{')
    expect(problems()).toEqual(['RISK_FORM risk.json'])
    replaceRisk(JSON.stringify(riskReport({ a: sourceRisk(['q'], [5], {}) })))
    expect(problems()).toEqual(['RISK_DIFFERS risk.json'])
  })

  const added: [string, () => void, string[]][] = [
    // what was added, how, what is said of it
    ['a page beside the data', () => write('index.html', ''), ['FILE_ADDED index.html']],
    ['a file beside the proof', () => write('proof/raw.csv', ''), ['FILE_ADDED proof/raw.csv']],
    ['an entry of no number', () => write('proof/05.entry.json', ''), ['FILE_ADDED proof/05.entry.json']],
    ['an empty folder', () => mkdirSync(join(release, 'more')), ['FILE_ADDED more']],
    ['a folder in the proof', () => mkdirSync(join(release, 'proof/checkpoints')), ['FILE_ADDED proof/checkpoints']],
    ['a link to nowhere', () => symlinkSync('nowhere', join(release, 'link')), ['FILE_KIND link']],
    ['a pipe', () => execFileSync('mkfifo', [join(release, 'proof/SHA256SUMS')]), ['FILE_KIND proof/SHA256SUMS']],
    [
      'a link in the place of a data file, with the same bytes behind it',
      () => linked('data/people.csv'),
      ['FILE_MISSING data/people.csv', 'FILE_KIND data/people.csv'],
    ],
    ['a link in the place of the data folder', () => linked('data'), ['FILE_KIND data']],
  ]
  it.each(added)('finds %s', (_, add, said) => {
    add()
    expect(problems()).toEqual(said)
  })

  it('takes no link for a manifest', () => {
    linked('manifest.json')
    expect(() => checkRelease(release, unpackMembers)).toThrow('there is no release here')
  })

  it('takes no manifest that counts the records of an input', () => {
    const text = manifestBytes({ ...MANIFEST, inputs: [{ ...MANIFEST.inputs[0]!, records: 1 } as never] })
    write('manifest.json', text)
    write('_SUCCESS', successText(text))
    expect(() => checkRelease(release, unpackMembers)).toThrow('form')
  })
})
