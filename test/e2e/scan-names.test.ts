import { expect, it } from 'vitest'
import { project } from './perde.ts'

/** Names of fields and files that look like somebody's, or stand in lines: a scan's first policy runs over them. */

const DECLARED = ['--controller', 'C', '--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv:Analyse', '--basis', 'contract', '--justification', 'c'] // prettier-ignore

it('words of fields that are given names too are names of fields, in every format', () => {
  const record = { n: 1, geo: { lat: 43.25, lon: 76.9 }, iris: 'setosa', request_uri: '/a', gene: 'X1', kia: 2 }
  const p = project({
    'events.jsonl': `${JSON.stringify(record)}\n`.repeat(3),
    'geo.csv': 'a,geo,gene\n1,43.2,X1\n2,44,X2\n',
  })
  const scan = p.perde(['scan', 'events.jsonl', 'geo.csv', '--json', '--policy-out', 'policy.yaml', ...DECLARED])
  expect(scan).toMatchObject({ status: 0 })
  const { fields } = JSON.parse(scan.stdout) as { fields: { path: string }[] }
  expect(fields.map(({ path }) => path)).toEqual(['n', 'geo.lat', 'geo.lon', 'iris', 'request_uri', 'gene', 'kia', 'a', 'geo', 'gene']) // prettier-ignore
  expect(p.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
  expect(p.below('out/data')).toEqual(['events.jsonl', 'geo.csv'])
  expect(p.text('out/data/geo.csv')).toMatch(/^a,geo,gene\n/)
})

it('a file that is called like somebody is named by the policy, and by nothing that is shown', () => {
  const p = project({ 'Serik Testov.jsonl': '{"n":1}\n{"n":2}\n' })
  const scan = p.perde(['scan', 'Serik Testov.jsonl', '--policy-out', 'policy.yaml', ...DECLARED])
  expect(scan).toMatchObject({ status: 0 })
  expect(scan.stdout + scan.stderr).not.toContain('Testov')
  expect(p.text('policy.yaml')).toContain('source-1: Serik Testov.jsonl')
  const ran = p.perde(['run', 'policy.yaml', '--out', 'out'])
  expect(ran).toMatchObject({ status: 0 })
})

it('names that stand in lines are read, shown on one line, and run', () => {
  const p = project({
    'people.csv': `n,"Рост,\nсм","Дата\r\nвизита",v\n1,170,2026-01-01,3\n2,171,2026-01-02,3\n`,
    'record.csv': '"1","Ivan\nPetrov"\n"2","Serik\nTestov"\n',
  })
  const scan = p.perde(['scan', 'people.csv', '--policy-out', 'policy.yaml', ...DECLARED])
  expect(scan).toMatchObject({ status: 0 })
  expect(scan.stdout).toContain('Рост,␊см')
  const ran = p.perde(['run', 'policy.yaml', '--out', 'out'])
  expect(ran).toMatchObject({ status: 0 })
  expect(p.text('out/data/people.csv')).toContain('"Рост,\nсм"')
  const refused = p.perde(['scan', 'record.csv'])
  expect(refused).toMatchObject({ status: 65 })
  expect(refused.stderr).toContain('INPUT_NO_HEADER')
  expect(refused.stderr).not.toContain('Petrov')
})
