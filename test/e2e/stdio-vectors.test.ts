import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { initBody, json, piecesOf, startWorker, TYPE, type Begun, type Got, type Worker } from './host.ts'
import { CONTRACT, KEY, project, type Project } from './perde.ts'

// What test/vectors/stdio lists, played against the built worker.

interface Step {
  init?: object
  pieces?: 'all' | string[]
  schema?: string | null
  batch?: string
  finish?: number
  cancel?: true
  frame?: { type: number; text: string }
  raw?: string
  await?: string
}

interface Conversation {
  title: string
  send: Step[]
  answers: Record<string, Record<string, unknown>>[]
  exit: number
  keys?: Record<string, string>
}

const vector = (name: string) => readFileSync(fileURLToPath(new URL(`../vectors/stdio/${name}`, import.meta.url)))
const CONVERSATIONS = JSON.parse(vector('conversations.json').toString()) as Conversation[]
const POLICY = `perde: 1
dataset:
  id: people
  sources: { people: people.csv }
  provenance: { controller: Example Clinic, method: own-records }
${CONTRACT}keys: { main: { env: PERDE_KEY } }
unlisted: fail
fields:
  people:
    iin: { role: identifier, do: pseudonym person }
    city: { role: quasi-identifier, do: mask }
    visits: insensitive
    'tags[]': insensitive
output: { format: jsonl }
`

let p: Project
let begun: Begun
const removers: (() => void)[] = []

beforeAll(() => {
  p = project({ 'policy.yaml': POLICY }, (remove) => removers.push(remove))
  writeFileSync(p.path('people.arrow'), vector('schema.arrow'))
  const shard = p.perde(['shard', 'policy.yaml', '--run', 'run', '--out', 'out', '--json', '--partitions', '3', '--schema', 'people.arrow']) // prettier-ignore
  expect(shard).toMatchObject({ status: 0 })
  begun = JSON.parse(shard.stdout) as Begun
  expect(begun.profile).toBe(false)
  expect(p.perde(['plan', '--run', 'run'])).toMatchObject({ status: 0 })
  return () => removers.forEach((remove) => remove())
}, 60_000)

function say(worker: Worker, step: Step): void {
  if (step.init) {
    const { pieces = 'all', schema = 'schema.arrow' } = step
    const kept = piecesOf(p).filter(([name]) => pieces === 'all' || pieces.includes(name))
    const first: [string, Uint8Array][] = schema === null ? [] : [['schema', vector(schema)]]
    const asking = { run: begun.run, code: begun.code, mode: 'apply', shard: 0, attempt: 'first', protocol: 1 }
    worker.send(TYPE.init, initBody({ ...asking, ...step.init }, [...first, ...kept]))
  }
  if (step.batch !== undefined) worker.send(TYPE.batch, vector(step.batch))
  if (step.finish !== undefined) worker.send(TYPE.finish, JSON.stringify({ rows: step.finish }))
  if (step.cancel) worker.send(TYPE.cancel)
  if (step.frame) worker.send(step.frame.type, step.frame.text)
  if (step.raw !== undefined) worker.raw(Buffer.from(step.raw, 'hex'))
}

/** Values of the records, the key, and what would be a stack or a path. */
const NEVER = /Almaty|Astana|tag\d|\d{12}|a1a1a1|\/work\/|\/tmp\/|at .*:\d+:\d+/

describe('a worker behind a pipe, told', () => {
  it.each(CONVERSATIONS)(
    '$title, answers as it should',
    async ({ send, answers, exit, keys }) => {
      const worker = startWorker(keys && { keys: JSON.stringify(keys) })
      const got: Got[] = []
      const read = async (): Promise<Got | undefined> => {
        const next = await worker.next()
        if (next && next.type !== TYPE.batch) got.push(next)
        return next
      }
      expect((await worker.next())?.type).toBe(TYPE.hello)
      for (const step of send) {
        say(worker, step)
        const wanted = step.await as keyof typeof TYPE | undefined
        while (wanted && got.at(-1)?.type !== TYPE[wanted]) await read()
      }
      worker.child.stdin!.end()
      while (await read());
      const names = Object.fromEntries(Object.entries(TYPE).map(([name, type]) => [type, name]))
      expect(got.map((frame) => ({ [names[frame.type]!]: json(frame) }))).toMatchObject(answers)
      expect(got).toHaveLength(answers.length)
      expect(await worker.ended).toMatchObject({ status: exit, signal: null })
      const said = got.filter(({ type }) => type === TYPE.error).map(({ body }) => body.toString())
      expect(said.filter((text) => NEVER.test(text))).toEqual([])
      for (const text of said)
        expect(JSON.parse(text)).toMatchObject({ hints: expect.arrayContaining([expect.any(String)]) })
    },
    30_000,
  )

  it('never writes a key or a value of a record in clear but as the policy permits', async () => {
    const worker = startWorker()
    await worker.next()
    say(worker, { init: {} })
    say(worker, { batch: 'good.arrow' })
    say(worker, { finish: 10 })
    worker.child.stdin!.end()
    const all: Buffer[] = []
    for (let got = await worker.next(); got; got = await worker.next()) all.push(got.body)
    const text = Buffer.concat(all).toString('latin1')
    expect(text).toContain('"tag3"')
    expect(/Almaty|Astana|9\d0\d15\d{6}/.test(text)).toBe(false)
    expect(text.includes(KEY)).toBe(false)
  }, 30_000)
})
