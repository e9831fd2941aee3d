import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONSENT, CONTRACT, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'
import { entriesOf, expectLogHolds, expectNothingPublished, expectRefusal } from './refusal.ts'
import { canTrace, trace } from './strace.ts'

let p: Project
beforeAll(() => {
  p = project({ 'people.csv': peopleCsv(people(3)) }, afterAll)
})

/** What is wrong with a policy, as a change of a good one, and how one of the findings begins. */
const TYPOS: { what: string; from: string | RegExp; to: string; finding: RegExp }[] = [
  { what: 'a transform', from: 'pseudonym person', to: 'pseudonim person', finding: /did you mean "pseudonym"/ },
  { what: 'a hash in the place of a pseudonym', from: 'pseudonym person', to: 'sha256', finding: /pseudonym/ },
  { what: 'a role', from: 'role: identifier', to: 'role: identifyer', finding: /did you mean "identifier"/ },
  { what: 'a top-level key', from: 'fields:', to: 'feilds:', finding: /did you mean "fields"/ },
  { what: 'an option of a rule', from: 'do: drop', to: 'doo: drop', finding: /"doo"/ },
  { what: 'an entity', from: 'type: iin', to: 'type: inn', finding: /"inn"/ },
  {
    what: 'a purpose',
    from: 'dpv:ServiceOptimisation',
    to: 'dpv:ServiceOptimisatoin',
    finding: /did you mean "dpv:ServiceOptimisation"/,
  },
  {
    what: 'a purpose that stands for every purpose',
    from: 'dpv:ServiceOptimisation',
    to: 'dpv:Purpose',
    finding: /stands for every purpose/,
  },
  {
    what: 'a processing that stands for every processing',
    from: 'dpv-ai:ModelTraining',
    to: 'dpv:Processing',
    finding: /stands for every processing/,
  },
  {
    what: 'a face that is used on the basis of a contract',
    from: 'role: identifier, type: person, do: drop',
    to: 'role: biometric, do: { mask: {} }',
    finding: /biometric/,
  },
  { what: 'no basis', from: / {2}basis: .*\n/, to: '', finding: /basis/ },
  { what: 'a basis that is none', from: 'basis: contract', to: 'basis: because', finding: /basis/ },
  { what: 'an identifier without a transform', from: ', do: drop', to: '', finding: /identifier/ },
  { what: 'a source that is not there', from: '  people:\n    iin', to: '  peeple:\n    iin', finding: /peeple/ },
  { what: 'one key twice', from: 'perde: 1', to: 'perde: 1\nperde: 1', finding: /twice|unique|duplicate/i },
  { what: 'a path that is none', from: 'city:', to: "'a..b':", finding: /path|a\.\.b/ },
  {
    what: 'a condition that is none',
    from: 'do: drop',
    to: 'do: drop, when: "a ==", else: drop',
    finding: /condition/,
  },
  { what: 'a merge key', from: 'keys:', to: 'x: &x {}\nkeys:\n  <<: *x', finding: /./ },
]

describe('a policy with a mistake ends check and run with 78', () => {
  for (const { what, from, to, finding } of TYPOS)
    it(`for ${what}`, () => {
      const good = peoplePolicy()
      const text = good.replace(from, to)
      expect(text).not.toBe(good)
      p.write('policy.yaml', text)
      const check = p.perde(['check', 'policy.yaml'])
      expect(check.status).toBe(78)
      expect(check.stderr).toMatch(finding)
      expect(check.stderr).toMatch(/\(policy\.yaml:\d+:\d+\)/)
    })

  for (const { what, from, to } of TYPOS.slice(0, 3))
    it(`for ${what}, before the log is touched`, () => {
      p.write('policy.yaml', peoplePolicy().replace(from, to))
      const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--log', 'log'])
      expectRefusal(p, ran, { status: 78, code: 'POLICY_INVALID', where: /policy\.yaml/ })
      expect(ran.stderr).toMatch(/line \d+:\d+|policy\.yaml:\d+:\d+/)
      expect(p.has('log')).toBe(false)
    })

  const FILES: { what: string; content: string | Uint8Array | undefined; code: string }[] = [
    { what: 'nothing', content: undefined, code: 'POLICY_NOT_FOUND' },
    { what: 'an empty file', content: '', code: 'POLICY_INVALID' },
    { what: 'bytes that are not UTF-8', content: Buffer.from([0x70, 0xe9, 0x0a]), code: 'POLICY_INVALID' },
    { what: 'two megabytes', content: `# ${'x'.repeat(2 * 1024 * 1024)}\n${peoplePolicy()}`, code: 'POLICY_INVALID' },
    {
      what: 'aliases of aliases of aliases',
      content: `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${`*${'abcdefgh'[i]},`.repeat(9)}]\n`).join('')}`,
      code: 'POLICY_INVALID',
    },
    { what: 'a list', content: '- perde: 1\n', code: 'POLICY_INVALID' },
  ]
  for (const { what, content, code } of FILES)
    it(`when it is ${what}`, () => {
      const file = `file-${what.replaceAll(/[^a-z]/g, '')}.yaml`
      if (content !== undefined) p.write(file, content)
      const ran = p.perde(['run', file, '--out', 'out', '--log', 'log'])
      expectRefusal(p, ran, { status: 78, code, where: /file-/ })
      expect(p.has('log')).toBe(false)
    })

  it('when a field of the data has no rule', () => {
    p.write('policy.yaml', peoplePolicy().replace('    city: insensitive\n', ''))
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1'])
    expectRefusal(p, ran, { status: 78, code: 'POLICY_UNCOVERED_FIELD', where: /people\.csv|source people.*city/ })
    expect(ran.stderr).toContain('field "city" of "people"')
  })
})

const RULES = (rules: string) => `  rules: [${rules}]\n`
const KZ_BASIS = CONTRACT.replace('basis: contract', 'basis: art9:6')

/** What a policy asks for that no one may do, by the requirement that fails. */
const DENIED: {
  what: string
  id: string
  code?: string
  purpose?: string
  dataset?: string
  fields?: string
  more?: string
  nobody?: true
}[] = [
  { what: 'a data set of nobody', id: 'R01', nobody: true },
  {
    what: 'a basis that the law of Kazakhstan does not know',
    id: 'R02',
    purpose: CONTRACT + RULES('kz-personal-data'),
  },
  {
    what: 'an exception without a justification',
    id: 'R03',
    purpose: KZ_BASIS.replace(/ {2}justification: .*\n/, '') + RULES('kz-personal-data'),
  },
  {
    what: 'an exception that is not on the list',
    id: 'R03',
    purpose: CONTRACT.replace('basis: contract', 'basis: art9:77') + RULES('kz-personal-data'),
  },
  {
    what: 'published data without its source',
    id: 'R05',
    purpose: CONTRACT.replace('basis: contract', 'basis: published-with-source') + RULES('kz-personal-data'),
  },
  { what: 'leaked data', id: 'R07', dataset: 'leaked' },
  { what: 'data of unknown origin', id: 'R07', purpose: KZ_BASIS + RULES('kz-personal-data'), dataset: 'unknown' },
  {
    what: 'a face by consents that do not say what they cover',
    id: 'R19',
    code: 'DENIED_BIOMETRIC',
    purpose: CONSENT,
    fields: '    face: { role: biometric, do: { mask: {} } }\n',
  },
  { what: 'a data library without its maker', id: 'R35', purpose: CONTRACT + RULES('kz-ai') },
  {
    what: 'training on a source that forbids it',
    id: 'R37',
    dataset: "own-records, signals: ['train-ai=n']",
  },
  {
    what: 'a copy in another country',
    id: 'R41',
    purpose: KZ_BASIS + RULES('kz-personal-data'),
    more: 'output: { storage-country: DE }\n',
  },
  { what: 'a release that may be kept no longer', id: 'R42', more: "output: { retain-until: '2020-01-01' }\n" },
  { what: 'a purpose that is over', id: 'R61', purpose: `${CONTRACT}  until: '2020-01-01'\n` },
  {
    what: 'names that are said to be no personal data',
    id: 'R62',
    purpose: CONTRACT.replace('basis: contract', 'basis: not-personal'),
    fields: '    nick: { role: identifier, do: keep }\n',
  },
]

const LEAKED = DENIED.find(({ dataset }) => dataset === 'leaked')!

function deniedPolicy({ purpose = CONTRACT, dataset, fields = '', more = '', nobody }: (typeof DENIED)[0]): string {
  const policy = peoplePolicy(purpose, { fields, more, input: 'not-there.csv' })
  if (nobody) return policy.replace(/ {2}provenance: .*\n/, '')
  return dataset === undefined ? policy : policy.replace('method: own-records', `method: ${dataset}`)
}

describe('the purpose gate refuses with 77 before an input is looked for', () => {
  for (const denied of DENIED)
    it(`for ${denied.what}`, () => {
      p.write('policy.yaml', deniedPolicy(denied))
      const before = entriesOf(p, 'gate-log').length
      // The input does not exist: a run that looked for it would end with 65.
      const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--log', 'gate-log'])
      const { id, code = 'DENIED_PURPOSE' } = denied
      expectRefusal(p, ran, { status: 77, code })
      expect(ran.stderr).toContain(`${id}: `)
      const entries = entriesOf(p, 'gate-log')
        .slice(Math.max(1, before))
        .filter(({ type }) => type !== 'signal.check')
      expect(entries.map((e) => e.type)).toEqual(['run.start', 'purpose.check', 'run.abort'])
      expect(entries[1]).toMatchObject({ decision: 'deny' })
      expect(entries[1]!['requirements']).toContainEqual({ id, result: 'fail' })
      expect(entries[2]).toMatchObject({ phase: 'gate', code })
    })

  it('and the log of all these denials holds', () => expectLogHolds(p, 'gate-log'))

  it('also for a dry run, which logs nothing', () => {
    p.write('policy.yaml', deniedPolicy(DENIED[0]!))
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--log', 'dry-log', '--dry-run'])
    expect(ran.status).toBe(77)
    expect(p.has('dry-log')).toBe(false)
  })

  it('with --mode log only says so, and the release can never be used', () => {
    p.write('policy.yaml', deniedPolicy(LEAKED).replace('not-there.csv', 'people.csv'))
    const ran = p.perde([
      'run',
      'policy.yaml',
      '--out',
      'logged',
      '--log',
      'mode-log',
      '--mode',
      'log',
      '--workers',
      '1',
    ])
    expect(ran.status).toBe(0)
    expect(ran.stderr).toContain('would be denied: R07')
    expect(p.json('logged/manifest.json')).toMatchObject({ mode: 'log' })
    const terms = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining']
    expect(p.perde(['use', 'logged', ...terms, '--by', 'team', '--log', 'mode-log']).status).toBe(77)
  })

  it.skipIf(!canTrace)('and has opened no input by then', () => {
    p.write('policy.yaml', deniedPolicy(LEAKED).replace('not-there.csv', 'people.csv'))
    const { ran, calls } = trace(
      p,
      ['run', 'policy.yaml', '--out', 'out', '--log', 'trace-log'],
      ['openat', 'open'],
      '-f',
    )
    expect(ran.status).toBe(77)
    expectNothingPublished(p)
    expect(calls.filter((call) => call.line.includes('policy.yaml'))).not.toEqual([])
    expect(calls.filter((call) => call.line.includes('people.csv'))).toEqual([])
  })
})

describe('consent', () => {
  it('that somebody lacks ends a run with 77 where the policy says otherwise: fail', () => {
    const everybody = people(5)
    p.write(
      'consents.csv',
      `iin,status\n${everybody
        .slice(1)
        .map((o) => `${o.iin},given\n`)
        .join('')}`,
    )
    p.write('five.csv', peopleCsv(everybody))
    p.write(
      'policy.yaml',
      peoplePolicy(
        `${CONTRACT.replace('basis: contract', 'basis: consent')}consent:
  register: { path: consents.csv, subject: iin, status: status }
  otherwise: fail
`,
        { input: 'five.csv' },
      ),
    )
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--log', 'consent-log', '--workers', '1'])
    expectRefusal(p, ran, { status: 77, code: 'DENIED_CONSENT' })
    expectLogHolds(p, 'consent-log')
  })
})
