// A stand-in for sbatch, aws and kubectl of one machine: it does the tasks of a job at once, in turn, with the variable that says
// which they are, and refuses what waits for a job that failed. What jobs were, and how they ended, stands in jobs.json.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const [tool, ...args] = process.argv.slice(2)
const jobs = existsSync('jobs.json') ? JSON.parse(readFileSync('jobs.json', 'utf8')) : []
const after = (option, text = args) => {
  const at = text.findIndex((arg) => arg === option || arg.startsWith(`${option}=`))
  return at < 0 ? undefined : text[at] === option ? text[at + 1] : text[at].slice(option.length + 1)
}

/** `tasks`: how many of an array; undefined: a job without one. `variable`: what tells each which it is. */
function submit(name, command, { before, tasks, variable, kills }) {
  const waitsFor = before === undefined ? undefined : jobs[before]
  let status = 0
  // Of Slurm: without --kill-on-invalid-dep the job waits on.
  if (waitsFor && waitsFor.status !== 0) status = kills ? 'cancelled' : 'waits for ever'
  for (let i = 0; status === 0 && i < (tasks ?? 1); i++)
    status = spawnSync(command[0], command.slice(1), {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...(tasks !== undefined && { [variable]: String(i) }) },
    }).status
  jobs.push({ name, tasks, status })
  writeFileSync('jobs.json', JSON.stringify(jobs))
  return jobs.length - 1
}

if (tool === 'sbatch') {
  const array = after('--array')
  const command = after('--wrap')
  const id = submit(command.split(' ')[1], ['sh', '-c', command], {
    before: after('--dependency')?.replace('afterok:', ''),
    tasks: array === undefined ? undefined : Number(/^0-(\d+)%/.exec(array)[1]) + 1,
    variable: 'SLURM_ARRAY_TASK_ID',
    kills: after('--kill-on-invalid-dep') === 'yes',
  })
  process.stdout.write(`${id}\n`)
} else if (tool === 'aws') {
  const size = after('--array-properties')?.replace('size=', '')
  if (size !== undefined && (size < 2 || size > 10_000)) process.exit(254)
  const { command } = JSON.parse(after('--container-overrides'))
  const id = submit(command[1], command, {
    before: after('--depends-on')?.replace('jobId=', ''),
    tasks: size === undefined ? undefined : Number(size),
    variable: 'AWS_BATCH_JOB_ARRAY_INDEX',
    kills: true,
  })
  process.stdout.write(`${id}\n`)
} else if (tool === 'kubectl' && args[0] === 'apply') {
  const text = readFileSync(0, 'utf8')
  const found = (key) => new RegExp(`^ *${key}: (.*)$`, 'm').exec(text)[1]
  submit(
    found('name'),
    found('command')
      .slice(1, -1)
      .split(', ')
      .map((word) => word.replaceAll("'", '')),
    { tasks: Number(found('completions')), variable: 'JOB_COMPLETION_INDEX' },
  )
} else if (tool === 'kubectl' && args[0] === 'get') {
  const { status } = jobs.findLast(({ name }) => name === args[2])
  process.stdout.write(status === 0 ? 'SuccessCriteriaMet Complete' : 'FailureTarget Failed')
} else process.exit(64)
