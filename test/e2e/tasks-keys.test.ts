import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  CLI,
  CONTRACT,
  KEY,
  OTHER_KEY,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
  type Ran,
} from './perde.ts'

// A host gives a task the keys of the policy by a descriptor, where the machine of the task has them nowhere.

const ALL = people(20)

/** `perde …` without any key in its environment, and with a file of these bytes as descriptor 3. */
function withKeys(p: Project, args: string[], keys: string): Ran {
  p.write('piped', keys)
  const fd = openSync(p.path('piped'), 'r')
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: p.dir,
      env: { PATH: process.env['PATH'], HOME: p.dir, TMPDIR: p.path('tmp'), TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe', fd],
    })
    return { status, stdout: stdout.toString(), stderr: stderr.toString() }
  } finally {
    closeSync(fd)
  }
}

describe('a task whose keys come by a descriptor', () => {
  it('does its shard as with the keys of the policy, and nothing with others, with none or with no descriptor', () => {
    const p = project({
      'policy.yaml': peoplePolicy(CONTRACT, { more: 'output: { format: csv }\n' }),
      'people.csv': peopleCsv(ALL),
    })
    const ended = (args: string[]) => expect(p.perde(args)).toMatchObject({ status: 0 })
    ended(['run', 'policy.yaml', '--out', 'one'])
    ended(['shard', 'policy.yaml', '--run', 'run', '--out', 'out'])
    ended(['plan', '--run', 'run'])
    const apply = ['apply', '--run', 'run', '--shard', '0', '--workers', '1', '--key-fd', '3']
    for (const [keys, status, code] of [
      ['', 78, 'KEY_INVALID'],
      ['{"main":"CanaryKey"}', 78, 'KEY_INVALID'],
      [JSON.stringify({ main: OTHER_KEY }), 78, 'KEY_INVALID'],
      ['{}', 78, 'KEY_MISSING'],
    ] as const) {
      const refused = withKeys(p, apply, keys)
      expect([refused.status, refused.stderr]).toEqual([status, expect.stringContaining(`[${code}]`)])
      expect(refused.stderr).not.toContain('Canary')
    }
    for (const fd of ['2', 'x', '9', '-1']) {
      const refused = withKeys(p, [...apply.slice(0, -1), fd], JSON.stringify({ main: KEY }))
      expect([fd, refused.status, refused.stderr]).toEqual([fd, 2, expect.stringContaining('[USAGE]')])
    }
    expect(withKeys(p, apply, JSON.stringify({ main: KEY }))).toMatchObject({ status: 0 })
    ended(['publish', '--run', 'run'])
    const digest = (out: string) => p.json<{ recordsSha256: string }>(`${out}/manifest.json`).recordsSha256
    expect(digest('out')).toBe(digest('one'))
  }, 120_000)
})
