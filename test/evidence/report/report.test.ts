import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import glossary from '../../../policies/glossary.json' with { type: 'json' }
import { openSignedLog } from '../../../src/evidence/log/log-reader.ts'
import { makeProofBundle } from '../../../src/evidence/log/proof-bundle.ts'
import { manifestBytes, type Manifest } from '../../../src/evidence/release/manifest.ts'
import { riskReport, sourceRisk } from '../../../src/evidence/release/risk.ts'
import { LANGUAGES } from '../../../src/evidence/report/locale.ts'
import { report } from '../../../src/evidence/report/report.ts'
import { reportInput } from '../../../src/evidence/report/report-input.ts'
import { BASES } from '../../../src/policy/legal-basis.ts'
import { gdpr } from '../../../src/policy/rule-sets/gdpr.ts'
import { general } from '../../../src/policy/rule-sets/general.ts'
import { hipaaSafeHarbor } from '../../../src/policy/rule-sets/hipaa-safe-harbor.ts'
import { kzAi } from '../../../src/policy/rule-sets/kz-ai.ts'
import { kzAiPlatform } from '../../../src/policy/rule-sets/kz-ai-platform.ts'
import { kzPersonalData } from '../../../src/policy/rule-sets/kz-personal-data.ts'
import { sampleLog, temporaryFolder } from '../log/sample-log.ts'
import { field } from '../release/described.ts'
import { goodManifest } from '../release/good-manifest.ts'

const CONSENT = {
  basis: 'consent',
  asOf: '2026-11-23T18:00:00Z',
  purpose: 'dpv:ServiceOptimisation',
  processing: 'dpv-ai:ModelTraining',
  records: { in: 40, used: 20, excluded: 20 },
  used: { GIVEN: 20 },
  excluded: { WITHDRAWN: 7, NO_RECORD: 9, OTHER: 4 },
}

function sidecars(manifest: Manifest, consent: unknown = CONSENT): (name: string) => string {
  const risk = riskReport({ people: sourceRisk(['born', 'sex'], [1, 1, 2, 16], { illness: 1 }) })
  const files: Record<string, string> = {
    'manifest.json': manifestBytes(manifest),
    'risk.json': JSON.stringify(risk),
    'consent-summary.json': JSON.stringify(consent),
  }
  return (name) => files[name]!
}

function proof(): Record<string, Uint8Array> {
  const dir = join(temporaryFolder(), 'log')
  sampleLog(dir)
  return makeProofBundle(openSignedLog(dir), [1, 8])
}

function made(more: Partial<Manifest> = {}, consent?: unknown): string {
  return report(reportInput(sidecars({ ...goodManifest(), ...more }, consent), proof()))
}

/** The text of one language's block. */
function textOf(page: string, language: string): string {
  const start = page.indexOf(`data-language="${language}"`)
  const end = page.indexOf('class="language"', start)
  return page
    .slice(start, end === -1 ? page.indexOf('<script', start) : end)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
}

describe('a report', () => {
  it('has the same bytes for the same release', () => {
    const [files, entries] = [sidecars(goodManifest()), proof()]
    const otherOrder = Object.fromEntries(Object.entries(entries).reverse())
    expect(report(reportInput(files, entries))).toBe(report(reportInput(files, otherOrder)))
  })

  it('says in each language what was decided, why records were left out, and what was met', () => {
    const page = made()
    expect(textOf(page, 'en')).toMatch(/Released for use .*7 records of people who withdrew or revoked; all left out/)
    expect(textOf(page, 'en')).toMatch(/withdrawn by the person WITHDRAWN 7 .*Counts under five are folded together/)
    expect(textOf(page, 'en')).toMatch(/R05 published data name their source.*met/)
    expect(textOf(page, 'ru')).toMatch(/Выпущено для использования .*отозвано субъектом WITHDRAWN 7/)
    expect(textOf(page, 'kk')).toMatch(/Пайдалануға шығарылды .*субъект қайтарып алған WITHDRAWN 7/)
  })

  it('has every language of its own in a page of one', () => {
    const page = report(reportInput(sidecars(goodManifest()), proof()), ['kk'])
    expect(page).toContain('<html lang="kk">')
    expect(page).not.toContain('data-language="en"')
    expect(page).not.toContain('class="choice"')
  })

  it('of a run that only reported says that it is not to be used', () => {
    expect(textOf(made({ mode: 'log' }), 'en')).toMatch(/Not to be used .*can never pass perde use/)
  })

  it('without consents as its basis says that no register was asked', () => {
    const page = made({ basis: 'art9:6' }, { ...CONSENT, basis: 'art9:6', excluded: {} })
    expect(textOf(page, 'en')).toMatch(/Legal basis art9:6 .*no register of consents was asked/)
  })

  it('shows names as text, however they are written', () => {
    const name = `</script><img src=x onerror=alert(1)>"'&`
    const page = made({ dataset: name, fields: [field(name)], makers: [{ name, at: '2026-01-01T00:00:00.000Z' }] })
    expect(page).not.toContain('<img')
    expect(page.match(/<\/script>/g)).toHaveLength(2)
  })

  it('refers to nothing outside itself, and has no script or style but its own two', () => {
    const page = made()
    expect(page).not.toMatch(/(src|href)="(?!#)/)
    expect(page).not.toMatch(/ (style|on[a-z]+)="/)
    expect(page).toMatch(
      /content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/,
    )
  })

  it('stays under 500 kB for a table of any width, and points to the manifest for the rest', () => {
    const fields = Array.from({ length: 5000 }, (_, i) =>
      field(`a_rather_long_name_of_a_column_${i}`, { transform: ['generalise'], iso20889: ['generalisation'] }),
    )
    const files = Array.from({ length: 5000 }, (_, i) => ({
      path: `data/dt=2026-01-01/part-${i}.csv`,
      source: 'people',
      bytes: 8,
      records: 2,
      header: 2,
      sha256: 'ab'.repeat(32),
    }))
    const page = report(reportInput(sidecars({ ...goodManifest(), fields, outputs: files }), proof()))
    expect(textOf(page, 'en')).toContain('and 4,800 more: see manifest.json')
    expect(Buffer.byteLength(page)).toBeLessThan(500_000)
  })

  it.each(['manifest.json', 'risk.json', 'consent-summary.json'])('is not made from a %s that is none', (broken) => {
    const files = sidecars(goodManifest())
    expect(() => reportInput((name) => (name === broken ? '{' : files(name)), proof())).toThrow(
      expect.objectContaining({ code: 'RELEASE_INVALID' }),
    )
  })
})

describe('the glossary', () => {
  const complete = (entry: Record<string, unknown>) =>
    LANGUAGES.every((language) => entry[language] !== undefined && entry[language] !== '')

  it('has each entry in all languages', () => {
    expect(glossary.terms.filter((entry) => !complete(entry))).toEqual([])
    expect(
      glossary.terms.filter((entry) => LANGUAGES.some((language) => !entry[language].term || !entry[language].text)),
    ).toEqual([])
    for (const table of [glossary.bases, glossary.requirements])
      expect(Object.entries(table).filter(([, entry]) => !complete(entry))).toEqual([])
  })

  it('has words for every legal basis, output class and requirement', () => {
    const ruleSets = [general, kzAi, kzPersonalData, kzAiPlatform, gdpr, hipaaSafeHarbor]
    const ids = ruleSets.flat().map(({ id }) => id)
    expect(ids.filter((id) => !(id in glossary.requirements))).toEqual([])
    expect(BASES.filter((basis) => !(basis in glossary.bases))).toEqual([])
    const classes: Manifest['outputClass'][] = ['k-anonymous', 'pseudonymised', 'masked', 'mixed']
    expect(classes.filter((name) => !glossary.terms.some(({ id }) => id === name))).toEqual([])
  })

  it('claims no more than the law says: it names no article', () => {
    expect(JSON.stringify({ ...glossary, $comment: '' })).not.toMatch(/\bart\.|\bстать|бап/i)
  })
})
