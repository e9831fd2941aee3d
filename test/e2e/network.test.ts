import { expect, it } from 'vitest'
import { people, peopleCsv, peoplePolicy, project } from './perde.ts'
import { canTrace, trace } from './strace.ts'

it.skipIf(!canTrace)('R43: a run opens no connection to a network', () => {
  const p = project({ 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(people(5)) })
  const { ran, calls } = trace(
    p,
    ['run', 'policy.yaml', '--out', 'out', '--workers', '2', '--quiet'],
    ['socket', 'connect', 'sendto', 'bind', 'openat'],
    '-f',
  )
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  // The trace saw the run at work.
  expect(calls.filter(({ line }) => line.includes('people.csv')).length).toBeGreaterThan(0)
  expect(calls.filter(({ line }) => /AF_INET|AF_NETLINK|sin_port/.test(line))).toEqual([])
})
