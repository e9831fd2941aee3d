import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AS_OF, divided, FILES, PLAIN } from './handed.ts'
import { initBody, json, piecesOf, startWorker, TYPE, type Begun } from './host.ts'
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
  it('does nothing where a key is another than the run was begun with, though what is sealed opens with the others', async () => {
    const policy = PLAIN.replace('main: { env: PERDE_KEY }', 'main: { env: PERDE_KEY }\n  second: { env: SECOND }')
      .replace('do: pseudonym person', 'do: { pseudonym: { domain: person, key: second } }') // prettier-ignore
    const p = project({ ...FILES, 'policy.yaml': policy })
    const perde = (args: string[], SECOND = OTHER_KEY) => p.perde(args, { env: { SECOND } })
    const ended = (args: string[]) => expect(perde(args)).toMatchObject({ status: 0 })
    const invalid = { status: 78, stderr: expect.stringContaining('the key "second" is another') as unknown }
    ended(['shard', 'policy.yaml', '--run', 'files', '--out', 'one', ...AS_OF])
    expect(perde(['plan', '--run', 'files'], KEY)).toMatchObject(invalid)
    ended(['plan', '--run', 'files'])
    const apply = ['apply', '--run', 'files', '--shard', '0', '--workers', '1', '--key-fd', '3']
    expect(withKeys(p, apply, JSON.stringify({ main: KEY, second: KEY }))).toMatchObject(invalid)
    const third = withKeys(p, apply, JSON.stringify({ main: KEY, second: OTHER_KEY, CanaryName: KEY }))
    expect(third).toMatchObject({ status: 78, stderr: expect.stringContaining('[KEY_INVALID]') as unknown })
    expect(third.stderr).not.toContain('Canary')
    expect(withKeys(p, apply, JSON.stringify({ main: KEY, second: OTHER_KEY }))).toMatchObject({ status: 0 })
    expect(perde(['publish', '--run', 'files'], KEY)).toMatchObject(invalid)
    ended(['publish', '--run', 'files'])

    const { schema } = divided(1)[0]!
    p.write('people.arrow', schema)
    const handed = ['--partitions', '1', '--schema', 'people.arrow', '--json']
    const told = perde(['shard', 'policy.yaml', '--run', 'run', '--out', 'two', ...handed, ...AS_OF])
    const begun = JSON.parse(told.stdout) as Begun
    ended(['plan', '--run', 'run'])
    const said = async (second: string) => {
      const worker = startWorker({ keys: JSON.stringify({ main: KEY, second }) })
      await worker.next()
      const asking = { run: begun.run, code: begun.code, mode: 'apply', shard: 0, attempt: 'a', protocol: 1 }
      worker.send(TYPE.init, initBody(asking, [['schema', schema], ...piecesOf(p)]))
      const got = await worker.next()
      worker.child.kill('SIGKILL')
      return got
    }
    const refused = await said(KEY)
    expect([refused?.type, json<object>(refused)]).toEqual([TYPE.error, expect.objectContaining({ code: 'KEY_INVALID', exit: 78 })]) // prettier-ignore
    expect((await said(OTHER_KEY))?.type).toBe(TYPE.ready)
  }, 120_000)

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
