// Writes dpv.json from the CSV modules of DPV 2.3: node policies/vocabulary/make-dpv.mjs FOLDER
// FOLDER is `2.3/dpv/modules`, `2.3/pd/modules` and `2.3/ai/modules` of https://github.com/w3c/dpv put together.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

const BASE = 'https://w3id.org/dpv'
/** our prefix → namespace; DPV itself writes `pd:` and `ai:`, which are accepted too */
const PREFIXES = { 'dpv-ai:': `${BASE}/ai#`, 'dpv-pd:': `${BASE}/pd#`, 'dpv:': `${BASE}#` }

/** kind → modules, and which of their classes belong to it */
const KINDS = {
  purpose: { files: ['purposes.csv'], keep: (row) => row.term !== 'Sector' },
  processing: {
    files: ['processing.csv', 'ai.csv'],
    keep: (row) => row.vocab !== 'ai' || row.dpvtype === `${BASE}#Processing`,
  },
  'legal-basis': { files: ['legal_basis.csv'] },
  'personal-data': { files: ['personal_data.csv', 'pd.csv'] },
  'consent-status': { files: ['consent_status.csv'] },
  measure: { files: ['technical_measures.csv'] },
}

function curie(iri) {
  const prefix = Object.keys(PREFIXES).find((p) => iri.startsWith(PREFIXES[p]))
  return prefix && prefix + iri.slice(PREFIXES[prefix].length)
}

function termsOf(folder, { files, keep = () => true }) {
  const rows = files
    .flatMap((file) => parse(readFileSync(join(folder, file)), { columns: true }))
    .filter((row) => row.type === 'class' && keep(row))
  const known = new Set(rows.map((row) => curie(row.iri)))
  const parents = (row) =>
    row.hasbroader
      .split(';')
      .map(curie)
      .filter((p) => known.has(p))
  return rows.map((row) => [curie(row.iri), [row.label, ...parents(row)]]).sort(([a], [b]) => (a < b ? -1 : 1))
}

const folder = process.argv[2]
const kinds = Object.entries(KINDS).map(([kind, spec]) => {
  const lines = termsOf(folder, spec).map(([id, entry]) => `      ${JSON.stringify(id)}: ${JSON.stringify(entry)}`)
  return `    ${JSON.stringify(kind)}: {\n${lines.join(',\n')}\n    }`
})
writeFileSync(
  new URL('dpv.json', import.meta.url),
  `{
  "title": "Data Privacy Vocabulary (DPV) 2.3, extract",
  "source": "https://w3id.org/dpv/2.3 (w3c/dpv at commit f01a55c3c)",
  "licence": "W3C Software and Document License, see LICENSE-dpv.md",
  "terms": {
${kinds.join(',\n')}
  }
}
`,
)
