import { appendFileSync, cpSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { keptProject } from './kept-project.ts'
import {
  CONSENT,
  CONTRACT,
  consent,
  consentsOf,
  csv,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
} from './perde.ts'
import { entriesOf, expectLogHolds } from './refusal.ts'

const PURPOSE = ['--purpose', 'dpv:ServiceOptimisation']
const PROCESSING = ['--processing', 'dpv-ai:ModelTraining']
const TERMS = [...PURPOSE, ...PROCESSING, '--by', 'ml-team/triage']
const FEW = people(20)
const GIVEN = consentsOf(FEW)

const files = (policy: string) => ({ 'policy.yaml': policy, 'people.csv': peopleCsv(FEW), 'consents.csv': GIVEN })

/** A release, and the log that knows it. */
function released(policy: string, ...args: string[]): Project {
  return run(project(files(policy)), ...args)
}

function run(p: Project, ...args: string[]): Project {
  const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet', ...args])
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  return p
}

const consented = keptProject((after) => run(project(files(peoplePolicy(CONSENT)), after)))
const contracted = keptProject((after) => run(project(files(peoplePolicy(CONTRACT)), after)))

const use = (p: Project, ...args: string[]) => p.perde(['use', 'out', ...args])

/** A denial: 77, nothing on stdout, the command not started, and the reason in the log. */
function expectDenied(p: Project, code: string, ...args: string[]) {
  const ran = use(p, ...(args.length > 0 ? args : TERMS), '--', 'sh', '-c', 'echo started; touch started')
  expect(ran.stderr).toContain(`[${code}]`)
  expect(ran).toMatchObject({ status: 77, stdout: '' })
  expect(p.has('started')).toBe(false)
  expect(entriesOf(p).at(-1)).toMatchObject({ type: 'use.check', decision: 'deny', reasons: [code] })
  expectLogHolds(p)
  return ran
}

function withdraw(p: Project, ...who: typeof FEW): void {
  appendFileSync(
    p.path('consents.csv'),
    csv(
      [],
      who.map((o) => consent(o.iin, 'withdrawn')),
    ).trimStart(),
  )
}

describe('a use that is permitted', () => {
  it('runs the command with the release in its environment, and gives its exit code and its output', () => {
    const p = consented()
    const print =
      'printf "%s\\n" "$PERDE_RELEASE" "$PERDE_RELEASE_DIR" "$PERDE_DATA" "$0" "$1"; cat; echo oops >&2; exit 41'
    const ran = p.perde(['use', 'out', ...TERMS, '--', 'sh', '-c', print, '--by', '$HOME x'], { input: 'piped' })
    const { release } = p.json<{ release: string }>('out/manifest.json')
    expect(ran.status).toBe(41)
    expect(ran.stdout.split('\n')).toEqual([
      release,
      p.path('out'),
      p.path('out/data/people.csv'),
      '--by',
      '$HOME x',
      'piped',
    ])
    expect(ran.stderr).toContain('oops\n')
    expect(ran.stderr).toContain('permitted for ml-team/triage')
    expectLogHolds(p)
  })

  it('is in the log, durably and signed, before the command starts', () => {
    const p = consented()
    const seen = 'tail -n 1 perde-log/entries.jsonl; sed -n 2p perde-log/checkpoint; ls perde-log'
    const ran = use(p, ...TERMS, '--', 'sh', '-c', seen)
    const [entry, size, ...files] = ran.stdout.trimEnd().split('\n')
    expect(JSON.parse(entry!)).toMatchObject({
      type: 'use.check',
      decision: 'permit',
      by: 'ml-team/triage',
      withdrawn: 0,
      reasons: [],
    })
    expect(Number(size)).toBe((JSON.parse(entry!) as { seq: number }).seq + 1)
    // The lock is not held while the command runs, however long that takes.
    expect(files).not.toContain('lock')
  })

  it('prints the paths of the data where no command is given, or the decision as JSON', () => {
    const p = consented()
    expect(use(p, ...TERMS)).toMatchObject({ status: 0, stdout: `${p.path('out/data/people.csv')}\n` })
    const { stdout, status } = use(p, ...TERMS, '--json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      decision: 'permit',
      paths: [p.path('out/data/people.csv')],
      denials: [],
      index: entriesOf(p).length - 1,
    })
  })

  it('may name the terms by their aliases and other spellings', () => {
    const p = consented()
    for (const [purpose, processing] of [
      ['ServiceOptimisation', 'ai-training'],
      ['service-optimisation', 'dpv-ai:ModelTraining'],
      ['service_optimisation', 'model-training'],
    ] as const)
      expect(use(p, '--purpose', purpose, '--processing', processing, '--by', 'team').status).toBe(0)
    const checks = entriesOf(p).filter((e) => e.type === 'use.check')
    expect(new Set(checks.map((e) => e['purpose']))).toEqual(new Set(['dpv:ServiceOptimisation']))
  })

  it('says so where the command cannot be started', () => {
    const p = contracted()
    const ran = use(p, ...TERMS, '--', 'perde-no-such-command')
    expect(ran.status).toBe(2)
    expect(ran.stderr).toContain('[USAGE]')
  })
})

describe('a use is denied', () => {
  it('for another purpose, another processing, or words that are no terms', () => {
    const p = contracted()
    expectDenied(p, 'DENIED_PURPOSE', '--purpose', 'dpv:Advertising', ...PROCESSING, '--by', 'team')
    expectDenied(p, 'DENIED_PURPOSE', ...PURPOSE, '--processing', 'dpv:Share', '--by', 'team')
    expectDenied(p, 'DENIED_PURPOSE', '--purpose', 'fun', ...PROCESSING, '--by', 'team')
    expectDenied(p, 'DENIED_PURPOSE', ...PURPOSE, '--processing', 'fun', '--by', 'team')
    // A broader purpose is another purpose.
    expectDenied(p, 'DENIED_PURPOSE', '--purpose', 'dpv:Purpose', ...PROCESSING, '--by', 'team')
    expect(JSON.stringify(entriesOf(p))).not.toContain('"fun"')
  })

  it('when somebody withdrew since, until the release is made again', () => {
    const p = consented()
    expect(use(p, ...TERMS).status).toBe(0)
    withdraw(p, FEW[3]!)
    const ran = expectDenied(p, 'DENIED_WITHDRAWN')
    expect(ran.stderr).toContain('--replace')
    expect(ran.stderr).not.toContain(FEW[3]!.iin)
    const denied = JSON.parse(use(p, ...TERMS, '--json').stdout) as object
    expect(denied).toMatchObject({ decision: 'deny', paths: [], denials: [{ code: 'DENIED_WITHDRAWN' }] })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--replace', '--workers', '1']).status).toBe(0)
    expect(use(p, ...TERMS).status).toBe(0)
    expect(p.json('out/manifest.json')).toMatchObject({ records: { out: 19, excluded: 1 } })
  })

  it('when one of very many withdrew, of whom the decisions fill several frames', () => {
    const many = people(70_000)
    const p = project({
      ...files(peoplePolicy(CONSENT)),
      'people.csv': peopleCsv(many),
      'consents.csv': consentsOf(many),
    })
    run(p)
    expect(use(p, ...TERMS).status).toBe(0)
    withdraw(p, many[68_000]!)
    expect(expectDenied(p, 'DENIED_WITHDRAWN').stderr).toContain('1 record')
  })

  it('when many withdrew, and says how many', () => {
    const p = consented()
    withdraw(p, ...FEW.slice(0, 7))
    expect(expectDenied(p, 'DENIED_WITHDRAWN').stderr).toContain('7 records')
  })

  it('not when somebody withdrew whose record was not used, or who consented again', () => {
    const p = project({
      'policy.yaml': peoplePolicy(CONSENT),
      'people.csv': peopleCsv(FEW.slice(0, 10)),
      'consents.csv': GIVEN,
    })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1']).status).toBe(0)
    withdraw(p, FEW[15]!, FEW[2]!)
    appendFileSync(p.path('consents.csv'), `${consent(FEW[2]!.iin, 'given').join(',')}\n`)
    expect(use(p, ...TERMS).status).toBe(0)
  })

  it('R51: when the yearly review of a high-risk system is over by now, where its rule set was asked', () => {
    const system = "system: { risk: high, autonomy: low, reviewed: '2019-06-01' }\n"
    const maker = "  maker: { name: Example Clinic, bin: '891240000012' }\n"
    const policy = (rules: string) =>
      peoplePolicy(CONTRACT.replace('  basis:', `  rules: [${rules}]\n  basis:`), { dataset: maker, more: system })
    const ran = expectDenied(released(policy('kz-ai'), '--as-of', '2020-01-01'), 'DENIED_RULE_SET')
    expect(ran.stderr).toContain('R51: the last review of the risks of a high-risk system is older than a year')
    expect(use(released(policy(''), '--as-of', '2020-01-01'), ...TERMS).status).toBe(0)
  })

  it('when the release may be kept no longer', () => {
    const policy = peoplePolicy(CONTRACT, { more: "output: { retain-until: '2021-06-01' }\n" })
    const p = released(policy, '--as-of', '2020-01-01')
    expectDenied(p, 'DENIED_RETENTION')
  })

  it('R61: when the purpose is over by now', () => {
    const until = CONTRACT.replace('  basis:', "  until: '2021-06-01'\n  basis:")
    const p = released(peoplePolicy(until), '--as-of', '2020-01-01')
    expect(expectDenied(p, 'DENIED_PURPOSE').stderr).toContain('the purpose of the release ended on 2021-06-01')
  })

  it('when the gate was only asked to report', () => {
    const p = released(peoplePolicy(CONTRACT), '--mode', 'log')
    expectDenied(p, 'DENIED')
  })

  it('when the release is not what was released', () => {
    const p = consented()
    appendFileSync(p.path('out/data/people.csv'), 'x,y\n')
    expectDenied(p, 'RELEASE_TAMPERED')
  })

  it('when the log does not know the release, or is not there', () => {
    const p = contracted()
    expect(p.perde(['run', 'policy.yaml', '--out', 'other', '--log', 'other-log', '--workers', '1']).status).toBe(0)
    for (const log of ['other-log', 'no-log']) {
      const ran = use(p, ...TERMS, '--log', log, '--', 'touch', 'started')
      expect(ran.status).toBe(77)
      expect(ran.stderr).toContain('perde: hint: ')
      expect(p.has('started')).toBe(false)
    }
  })

  it('when the register is gone, or the key, or who was in the release', () => {
    const p = consented()
    const key = p.perde(['use', 'out', ...TERMS, '--', 'touch', 'started'], { env: { PERDE_KEY: '' } })
    expect(key.stderr).toContain('[KEY_MISSING]')
    cpSync(p.path('consents.csv'), p.path('kept.csv'))
    rmSync(p.path('consents.csv'))
    const register = use(p, ...TERMS, '--', 'touch', 'started')
    cpSync(p.path('kept.csv'), p.path('consents.csv'))
    rmSync(p.path('perde-log/decisions'), { recursive: true })
    const decisions = use(p, ...TERMS, '--', 'touch', 'started')
    expect(decisions.status).toBe(77)
    for (const ran of [key, register, decisions]) {
      expect(ran.status).toBeGreaterThanOrEqual(65)
      expect(ran.stdout).toBe('')
    }
    expect(p.has('started')).toBe(false)
    expectLogHolds(p)
  })

  it('when the key is another one, under which nobody can be looked up', () => {
    const p = consented()
    const ran = p.perde(['use', 'out', ...TERMS, '--', 'touch', 'started'], {
      env: { PERDE_KEY: '1f'.repeat(16) + '2e'.repeat(16) },
    })
    expect(ran.status).toBeGreaterThanOrEqual(65)
    expect(p.has('started')).toBe(false)
  })

  it('when the keys were ephemeral, under which nobody can be looked up; check said so', () => {
    const p = released(peoplePolicy(CONSENT).replace('{ env: PERDE_KEY }', '{ ephemeral: true }'))
    expect(p.perde(['check', 'policy.yaml']).stderr).toContain('[POLICY_EPHEMERAL_CONSENT]')
    expectDenied(p, 'DENIED_CONSENT')
    withdraw(p, FEW[0]!)
    expectDenied(p, 'DENIED_CONSENT')
  })

  it('when --by is a person, or too long to be a name, before anything is asked', () => {
    const p = contracted()
    const before = entriesOf(p).length
    for (const by of ['Асан Үсенов', '930101500015', 'a b', '', `a${'b'.repeat(64)}`, 'x\u001b[2J'])
      expect(use(p, ...PURPOSE, ...PROCESSING, `--by=${by}`).status).toBe(2)
    expect(entriesOf(p).length).toBe(before)
  })
})
