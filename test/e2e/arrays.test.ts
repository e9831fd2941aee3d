import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CLI, CONTRACT, KEY, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'

// The scripts for array jobs make the release of one process, and end well or say why. The schedulers are stand-ins of one machine.

const ALL = people(60)
const SCRIPTS = fileURLToPath(new URL('../../workers/arrays/', import.meta.url))
const SCHEDULER = fileURLToPath(new URL('arrays/scheduler.mjs', import.meta.url))
const FILES = {
  'policy.yaml': peoplePolicy(CONTRACT, { input: 'lake/*.csv' }),
  'denied.yaml': peoplePolicy(CONTRACT, { input: 'lake/*.csv' }).replace(
    'own-records',
    "own-records, signals: ['train-ai=n']",
  ),
  ...Object.fromEntries([0, 1, 2].map((i) => [`lake/${i}.csv`, peopleCsv(ALL.slice(20 * i, 20 * i + 20))])),
}

const SCRIPT = {
  slurm: { tools: ['sbatch'], args: [] },
  'aws-batch': { tools: ['aws'], args: ['QUEUE', 'DEFINITION'] },
  kubernetes: { tools: ['kubectl'], args: [] },
}
type Name = keyof typeof SCRIPT

function runOf(p: Project, name: Name, policy: string, env: Record<string, string> = {}) {
  const command = (tool: string, text: string) => {
    p.write(`bin/${tool}`, `#!/bin/sh\nexec '${process.execPath}' ${text} "$@"\n`)
    chmodSync(p.path('bin', tool), 0o755)
  }
  command('perde', `'${CLI}'`)
  for (const tool of SCRIPT[name].tools) command(tool, `'${SCHEDULER}' ${tool}`)
  const { status, stderr } = spawnSync(
    'sh',
    [join(SCRIPTS, `${name}.sh`), policy, 'run', 'out', ...SCRIPT[name].args],
    {
      cwd: p.dir,
      env: { PATH: `${p.path('bin')}${delimiter}${process.env['PATH']}`, PERDE_KEY: KEY, TZ: 'UTC', LOOK: '0', ...env },
      timeout: 120_000,
    },
  )
  return { status, stderr: stderr.toString() }
}

interface Job {
  name: string
  tasks?: number
  status: number | string
}

describe.skipIf(process.platform === 'win32')('array jobs of', () => {
  describe.each(Object.keys(SCRIPT) as Name[])('%s', (name) => {
    it.each([
      ['several tasks', { TARGET: '100B', PER_TASK: '1' }, 3],
      // An array of AWS has two tasks at least.
      ...(name === 'aws-batch' ? [['one task', { PER_TASK: '4' }, undefined] as const] : []),
    ] as const)('make the release of one process with %s', (_, env, tasks) => {
      const p = project(FILES)
      const ran = runOf(p, name, 'policy.yaml', env)
      expect(ran).toEqual({ status: 0, stderr: ran.stderr })
      const jobs = p.json<Job[]>('jobs.json')
      expect(jobs.map((job) => job.status).filter((status) => status !== 0)).toEqual([])
      const passes = jobs.filter((job) => /profile|apply/.test(job.name))
      expect(passes.map((job) => job.tasks)).toEqual([tasks, tasks])
      expect(p.perde(['run', 'policy.yaml', '--out', 'one']).status).toBe(0)
      const digest = (out: string) => p.json<{ recordsSha256: string }>(`${out}/manifest.json`).recordsSha256
      expect(digest('out')).toBe(digest('one'))
    })

    it('say what perde shard is refused for, end as it does, and submit nothing', () => {
      const p = project(FILES)
      const { status, stderr } = runOf(p, name, 'denied.yaml')
      expect({ status, stderr }).toEqual({ status: 77, stderr: expect.stringContaining('[DENIED_PURPOSE]') as string })
      expect(stderr).toMatch(/^perde: error: /m)
      expect(p.has('jobs.json')).toBe(false)
    })

    it('leave no phase waiting for a task that failed', () => {
      const p = project(FILES)
      p.write('lake/1.csv', 'iin,name,city\nno,such,thing,here\n')
      const { status, stderr } = runOf(p, name, 'policy.yaml', { TARGET: '100B', PER_TASK: '1' })
      const ends = p.json<Job[]>('jobs.json').map((job) => job.status)
      expect(ends.filter((end) => end === 65)).toHaveLength(1)
      expect(ends).not.toContain('waits for ever')
      // Only the script for Kubernetes waits for what it has submitted.
      expect(status, stderr).toBe(name === 'kubernetes' ? 1 : 0)
      expect(p.has('out')).toBe(false)
    })
  })
})
