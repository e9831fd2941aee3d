import { describe, expect, it } from 'vitest'
import { hold } from './hold.ts'
import { CONSENT, consentsOf, people, peopleCsv, peoplePolicy, project } from './perde.ts'
import { entriesOf, expectLogHolds, expectNothingLeft } from './refusal.ts'

const PEOPLE = people(20)
const REGISTER = consentsOf(PEOPLE)

/** A run that stands still with log and output locked, and a policy for another one that need not wait. */
function heldProject() {
  const p = project({
    'held.yaml': peoplePolicy(CONSENT),
    'free.yaml': peoplePolicy(),
    'people.csv': peopleCsv(PEOPLE),
  })
  return { p, held: hold(p.path('consents.csv')) }
}

const run = (policy: string, ...args: string[]) => ['run', policy, '--workers', '1', ...args]

describe('two runs at once', () => {
  it('on one log: the second ends with 75 at once, the first is not disturbed', async () => {
    const { p, held } = heldProject()
    const first = p.start(run('held.yaml', '--out', 'one'))
    await held.reached()
    const second = p.perde(run('free.yaml', '--out', 'two'))
    expect(second).toMatchObject({ status: 75, stdout: '' })
    expect(second.stderr).toContain('[LOG_LOCKED]')
    expect(second.stderr).toContain('perde: hint: ')
    held.go(REGISTER)
    expect(await first.ended).toMatchObject({ status: 0 })
    expect(p.has('two')).toBe(false)
    expectNothingLeft(p, 'two')
    expect(p.perde(['verify', 'one']).status).toBe(0)
    expect(entriesOf(p).filter((e) => e.type === 'run.start').length).toBe(1)
    expectLogHolds(p)
    expect(p.perde(run('free.yaml', '--out', 'two')).status).toBe(0)
  })

  it('into one output with logs of their own: the second ends with 75 at once', async () => {
    const { p, held } = heldProject()
    const first = p.start(run('held.yaml', '--out', 'out', '--log', 'log-1'))
    await held.reached()
    const second = p.perde(run('free.yaml', '--out', 'out', '--log', 'log-2', '--json'))
    expect(second.status).toBe(75)
    expect(JSON.parse(second.stdout)).toMatchObject({ code: 'OUTPUT_LOCKED', retryable: true })
    held.go(REGISTER)
    expect(await first.ended).toMatchObject({ status: 0 })
    expectNothingLeft(p)
    expect(p.perde(['verify', 'out', '--log', 'log-1']).status).toBe(0)
    for (const log of ['log-1', 'log-2']) expectLogHolds(p, log)
  })

  it('do not keep the log from being read', async () => {
    const { p, held } = heldProject()
    expect(p.perde(run('free.yaml', '--out', 'old')).status).toBe(0)
    const first = p.start(run('held.yaml', '--out', 'one'))
    await held.reached()
    expect(p.perde(['log', 'show']).status).toBe(0)
    expect(p.perde(['log', 'prove', '1']).status).toBe(0)
    expect(p.perde(['verify', 'old']).status).toBe(0)
    held.go(REGISTER)
    expect(await first.ended).toMatchObject({ status: 0 })
  })
})

describe('a run after one that was killed', () => {
  it('takes its locks over, and nothing of the dead one is left', async () => {
    const { p, held } = heldProject()
    const first = p.start(run('held.yaml', '--out', 'out'))
    await held.reached()
    first.child.kill('SIGKILL')
    expect(await first.ended).toMatchObject({ signal: 'SIGKILL' })
    expect(p.has('out')).toBe(false)
    expect(p.perde(['log', 'show']).status).toBe(0)
    expect(p.perde(run('free.yaml', '--out', 'out'))).toMatchObject({ status: 0 })
    expectNothingLeft(p)
    expect(p.perde(['verify', 'out']).status).toBe(0)
    expectLogHolds(p)
  })
})

describe('a signal in the middle of a run', () => {
  for (const [signal, status, code] of [
    ['SIGTERM', 143, 'TERMINATED'],
    ['SIGINT', 130, 'INTERRUPTED'],
    ['SIGHUP', 130, 'INTERRUPTED'],
  ] as const)
    it(`${signal} ends it with ${status}, nothing is published and nothing left`, async () => {
      const { p, held } = heldProject()
      const first = p.start(run('held.yaml', '--out', 'out'))
      await held.reached()
      first.child.kill(signal)
      held.go(REGISTER)
      const ended = await first.ended
      expect(ended).toMatchObject({ status, stdout: '' })
      expect(ended.stderr).toContain(`[${code}]`)
      expect(p.has('out')).toBe(false)
      expectNothingLeft(p)
      expect(entriesOf(p).at(-1)).toMatchObject({ type: 'run.abort', code })
      expectLogHolds(p)
    })

  const CSV = 'iin,name,city\n'
  const WAITING: { what: string; args: string[]; line: string }[] = [
    { what: 'a run', args: run('free.yaml', '--out', 'out', '--source', 'people=-'), line: CSV },
    { what: 'a scan', args: ['scan', '-', '--format', 'csv'], line: CSV },
    { what: 'detect', args: ['detect'], line: '{"id":1,"text":"x"}\n' },
  ]
  for (const { what, args, line } of WAITING)
    it(`ends ${what} that waits for standard input`, async () => {
      const p = project({ 'free.yaml': peoplePolicy() })
      const started = p.start(args)
      // Input has begun and does not end; the pipe takes no more, so the process has begun to read.
      started.child.stdin!.write(line.repeat(20_000))
      await new Promise((drained) => started.child.stdin!.once('drain', drained))
      started.child.kill('SIGTERM')
      const late = setTimeout(() => started.child.kill('SIGKILL'), 10_000)
      const { status, signal } = await started.ended
      clearTimeout(late)
      expect({ status, signal }).toEqual({ status: 143, signal: null })
      expectNothingLeft(p)
      expect(p.below('tmp')).toEqual([])
    })
})
