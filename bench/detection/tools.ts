import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createAnswerer } from '../../src/detect/answer.ts'
import { createTextDetector } from '../../src/detect/detect-text.ts'

/** A line of `perde detect`: a text, or a column. */
export interface Request {
  id: number
  text?: string
  name?: string
  values?: unknown[]
}

export interface Found {
  /** UTF-16 units */
  readonly start: number
  readonly end: number
  readonly entity: string
  readonly score: number
}

/** `detections` to a text; entity, role and confidence to a column. */
export interface Answer {
  id: unknown
  detections?: readonly Found[]
  entity?: string
  role?: string
  confidence?: number
}

export interface Tool {
  id: string
  title: string
  /** the title in a narrow column */
  short: string
  /** what scores less was not found */
  threshold: number
  /** has it an answer to columns? */
  columns: boolean
  /** the answers of another tool, counted otherwise */
  sameAs?: string
  /** an answer to every request, in order; or why there is none */
  answer(requests: readonly Request[]): Answer[] | { skipped: string }
}

/** perde in this process, the peers in processes of their own, and the least that a tool must beat. */
export function tools(root: string): Tool[] {
  const presidio = once((requests) => inProcess(presidioCommand(root), requests))
  const openredaction = once((requests) =>
    inProcess([process.execPath, join(root, 'bench/peers/openredaction.mjs')], requests),
  )
  return [
    {
      id: 'perde',
      title: 'perde',
      short: 'perde',
      threshold: 0.5,
      columns: true,
      answer: (r) => r.map(createAnswerer()),
    },
    {
      id: 'perde-default',
      title: 'perde, only what `scrub` finds by default',
      short: 'perde, default',
      threshold: 0.5,
      columns: false,
      answer: (r) => r.map(defaultAnswer()),
    },
    {
      id: 'presidio',
      title: 'Presidio, rules only',
      short: 'Presidio',
      threshold: 0.5,
      columns: true,
      answer: presidio,
    },
    {
      id: 'presidio-any',
      title: 'Presidio, rules only, any score',
      short: 'Presidio, any score',
      sameAs: 'presidio',
      threshold: 0.01,
      columns: true,
      answer: presidio,
    },
    {
      id: 'openredaction',
      title: 'openredaction',
      short: 'openredaction',
      threshold: 0.5,
      columns: true,
      answer: openredaction,
    },
    {
      id: 'presidio-model',
      title: 'Presidio with its default model',
      short: 'Presidio, model',
      threshold: 0.5,
      columns: true,
      answer: (r) => inProcess([...presidioCommand(root), '--model', 'en_core_web_lg'], r),
    },
    {
      id: 'capitals',
      title: 'every two capitalised words',
      short: 'two capitals',
      threshold: 0.5,
      columns: false,
      answer: (r) => r.map(capitals),
    },
  ]
}

function defaultAnswer(): (request: Request) => Answer {
  const detect = createTextDetector({ find: [], locales: [], confidence: 0.5 })
  return ({ id, text }) => (text === undefined ? { id } : { id, detections: detect(text) })
}

/** Two words in a row that begin with a capital: a person. */
function capitals({ id, text = '' }: Request): Answer {
  const pairs = text.matchAll(/(?<![\p{L}\p{N}])\p{Lu}[\p{Ll}'-]+[ \u00a0]\p{Lu}[\p{Ll}'-]+/gu)
  const detections = Array.from(pairs, ({ index, 0: { length } }) => {
    return { start: index, end: index + length, entity: 'PERSON', score: 1 }
  })
  return { id, detections }
}

/** PERDE_BENCH_PYTHON, or the environment that bench/peers/README.md makes. */
function presidioCommand(root: string): string[] {
  const own = join(root, 'bench/peers/.venv/bin/python')
  return [process.env['PERDE_BENCH_PYTHON'] ?? own, join(root, 'bench/peers/presidio_detect.py')]
}

function inProcess([command, ...args]: string[], requests: readonly Request[]): Answer[] | { skipped: string } {
  if (command!.includes('/') && !existsSync(command!)) return { skipped: 'not installed, see bench/peers/README.md' }
  const input = requests.map((r) => `${JSON.stringify(r)}\n`).join('')
  const { status, stdout, stderr } = spawnSync(command!, args, { input, encoding: 'utf8', maxBuffer: 2 ** 30 })
  if (status !== 0) {
    const reason = stderr?.trim().split('\n').at(-1) ?? ''
    return { skipped: `ended with ${status ?? 'a signal'}: ${reason.slice(0, 200)}` }
  }
  const answers = new Map<unknown, Answer>()
  for (const line of stdout.split('\n')) {
    if (line === '') continue
    const answer = JSON.parse(line) as Answer
    answers.set(answer.id, answer)
  }
  return requests.map(({ id }) => answers.get(id) ?? fail(id))
}

function fail(id: number): never {
  throw new Error(`request ${id} has no answer`)
}

/** The same requests are answered once, however often they are scored. */
function once(answer: Tool['answer']): Tool['answer'] {
  let known: { requests: readonly Request[]; answers: ReturnType<Tool['answer']> } | undefined
  return (requests) =>
    (known?.requests === requests ? known : (known = { requests, answers: answer(requests) })).answers
}
