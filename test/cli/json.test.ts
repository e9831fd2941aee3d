import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { people, peopleCsv, peoplePolicy, project, type Project } from '../e2e/perde.ts'

/** The shapes of `--json`: a key that goes is a change of version. */
let p: Project
beforeAll(() => {
  p = project({ 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(people(5)) }, afterAll)
})

function json(...args: string[]): { status: number | null; value: Record<string, unknown> } {
  const { status, stdout } = p.perde(args)
  return { status, value: JSON.parse(stdout) as Record<string, unknown> }
}

const keys = (value: unknown) => Object.keys(value as object).sort()

describe('--json', () => {
  it('of run is the result, of which the path is a release', () => {
    const { status, value } = json('run', 'policy.yaml', '--out', 'out', '--workers', '1', '--json')
    expect(status).toBe(0)
    expect(keys(value)).toEqual(
      expect.arrayContaining(['consent', 'log', 'outputClass', 'path', 'records', 'recordsSha256', 'release', 'risk']),
    )
    expect(value['path']).toBe(p.path('out'))
    expect(value['records']).toEqual({ in: 5, out: 5, excluded: 0, suppressed: 0, quarantined: 0 })
    expect(keys(value['log'])).toEqual(expect.arrayContaining(['dir', 'index', 'origin', 'vkey']))
    const manifest = p.json<Record<string, unknown>>('out/manifest.json')
    expect(manifest).toMatchObject({ release: value['release'], recordsSha256: value['recordsSha256'] })
  })

  it('of verify is the verdict and its problems', () => {
    const { status, value } = json('verify', 'out', '--json')
    expect(status).toBe(0)
    expect(value).toMatchObject({ ok: true, against: 'log', problems: [] })
    expect(keys(value)).toEqual(expect.arrayContaining(['log', 'manifestSha256', 'records', 'release']))
    expect(json('verify', 'out', '--log', 'none', '--json')).toMatchObject({ status: 3, value: { against: 'itself' } })
  })

  it('of check is the findings with their places', () => {
    const good = json('check', 'policy.yaml', '--json')
    expect(good).toMatchObject({ status: 0, value: { ok: true, findings: [] } })
    expect(good.value['policySha256']).toMatch(/^[0-9a-f]{64}$/)
    p.write('bad.yaml', peoplePolicy().replace('pseudonym person', 'pseudonim'))
    const bad = json('check', 'bad.yaml', '--json')
    expect(bad).toMatchObject({ status: 78, value: { ok: false, policySha256: null } })
    expect(bad.value['findings']).toEqual([
      {
        severity: 'error',
        code: 'POLICY_UNKNOWN_TRANSFORM',
        message: 'unknown transform "pseudonim"',
        hint: 'did you mean "pseudonym"?',
        where: { file: 'bad.yaml', line: 16, column: expect.any(Number) as number, path: 'people.iin' },
      },
    ])
  })

  it('of explain is a list of fields', () => {
    const { status, value } = json('explain', 'policy.yaml', '--json')
    expect(status).toBe(0)
    const fields = value as unknown as Record<string, unknown>[]
    expect(fields.map((f) => [f['source'], f['path'], f['role']])).toEqual([
      ['people', 'iin', 'identifier'],
      ['people', 'name', 'identifier'],
      ['people', 'city', 'insensitive'],
    ])
  })

  it('of scan is the number of records and a verdict a field', () => {
    const { status, value } = json('scan', 'people.csv', '--json')
    expect(status).toBe(0)
    expect(value['records']).toBe(5)
    const fields = value['fields'] as Record<string, unknown>[]
    for (const field of fields)
      expect(keys(field)).toEqual(
        expect.arrayContaining(['confidence', 'entity', 'evidence', 'path', 'role', 'source', 'suggest']),
      )
    expect(fields[0]).toMatchObject({ source: 'people', path: 'iin', entity: 'iin', role: 'identifier' })
  })

  it('of review is counts and bounds, and no text', () => {
    p.write('notes.jsonl', '{"note":"the visit went well and nothing had to be done"}\n')
    const judged = {
      perde: '0.1.0',
      kind: 'review',
      target: { sha256: createHash('sha256').update(p.bytes('notes.jsonl')).digest('hex') },
      seed: 1,
      sample: 100,
      fields: ['note'],
      strata: [{ source: 'input', length: 'short', marks: false, documents: 1, sampled: 1 }],
      judgements: [{ source: 'input', record: 1, judgement: 'clean' }],
    }
    p.write('judged.json', JSON.stringify(judged))
    expect(json('review', 'notes.jsonl', '--report', 'judged.json', '--json')).toEqual({
      status: 0,
      value: {
        target: judged.target,
        documents: 1,
        sampled: 1,
        judged: 1,
        clean: 1,
        leaked: 0,
        unsure: 0,
        leakedPerThousand: { estimate: 0, upper95: 0, between95: [0, 0] },
        effectiveSample: null,
        notJudgedShare: 0,
        fields: ['note'],
        seed: 1,
      },
    })
  })

  it('of entities is a list of what can be detected', () => {
    const { status, value } = json('entities', '--json')
    expect(status).toBe(0)
    const entities = value as unknown as Record<string, unknown>[]
    expect(entities.length).toBeGreaterThan(50)
    for (const entity of entities)
      expect(keys(entity)).toEqual(expect.arrayContaining(['aliases', 'checksum', 'entity', 'family', 'score']))
    const iin = entities.find((e) => e['entity'] === 'iin')
    expect(iin).toMatchObject({ country: 'KZ', checksum: true })
    expect(iin!['aliases']).toContain('KZ_IIN')
  })

  it('of log show is one entry a line', () => {
    const { stdout } = p.perde(['log', 'show', '--json'])
    expect(stdout).toBe(p.text('perde-log/entries.jsonl'))
  })

  it('of use is the decision', () => {
    const terms = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'ai-training', '--by', 'team']
    const { status, value } = json('use', 'out', ...terms, '--json')
    expect(status).toBe(0)
    expect(keys(value)).toEqual(expect.arrayContaining(['decision', 'denials', 'index', 'paths', 'release']))
  })

  it('of what fails is the error, whatever fails', () => {
    const FAILING: [args: string[], status: number, code: string][] = [
      [['run', 'policy.yaml', '--out', 'out'], 78, 'OUTPUT_EXISTS'],
      [['run', 'gone.yaml', '--out', 'new'], 78, 'POLICY_NOT_FOUND'],
      [['run', 'policy.yaml', '--out', 'new', '--source', 'people=gone.csv'], 65, 'INPUT_NOT_FOUND'],
      [['check', 'gone.yaml'], 78, 'POLICY_NOT_FOUND'],
      [['scan', 'gone.csv'], 65, 'INPUT_NOT_FOUND'],
      [['review', 'gone.csv'], 2, 'USAGE'],
      [['verify', 'gone'], 65, 'RELEASE_INVALID'],
      [['log', 'show', '--log', 'gone'], 65, 'LOG_INVALID'],
    ]
    for (const [args, status, code] of FAILING) {
      const ran = p.perde([...args, '--json'])
      expect(ran.status, args.join(' ')).toBe(status)
      const error = JSON.parse(ran.stdout) as Record<string, unknown>
      expect(error).toMatchObject({ name: 'PerdeError', code })
      expect(keys(error)).toEqual(expect.arrayContaining(['hints', 'message', 'retryable', 'where']))
      expect(ran.stderr).toContain(`[${code}]`)
    }
  })
})
