/**
 * What perde's detection finds and misses beside other tools, over labelled rows and over the own set of texts; writes
 * bench/detection.md and a file of counts in bench/results. What is measured and how: bench/README.md.
 *
 *   npm run bench:detection -- [--dir DIR] [--split dev] [--only TOOL] [--no-speed] [--no-write] [--failures]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createIdentifying, createSameType } from './detection/entity-names.ts'
import { halfOf, parseMarkedTexts, type LabelledText } from './detection/marked-texts.ts'
import { covered } from './detection/measures.ts'
import { missClasses } from './detection/miss-classes.ts'
import { detectionPage, type DetectionResults, type ToolResult } from './detection/page.ts'
import { readRows, type Rows } from './detection/rows.ts'
import { scoreOwn } from './detection/score-own.ts'
import { requestsOf, scoreRows } from './detection/score-rows.ts'
import { speed } from './detection/speed.ts'
import { tools, type Answer, type Request, type Tool } from './detection/tools.ts'
import { load, machine } from './suite/machine.ts'
import { setV8Flags } from '../src/v8-flags.ts'

const NO_ROWS: Rows = { cells: [], texts: [], columns: [], biometrics: [] }
const SPEED_BYTES = 4_000_000

function main(): void {
  setV8Flags()
  const { values } = parseArgs({ options: OPTIONS })
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const before = load()
  const texts = parseMarkedTexts(readFileSync(join(root, 'bench/detection/texts.txt'), 'utf8'))
  const rows = values.dir === undefined ? NO_ROWS : readRows(values.dir, values.split)
  const requests = [...requestsOf(rows), ...texts.map(({ text }) => ({ text }))].map((r, id): Request => ({ id, ...r }))
  if (values.dir === undefined) say('no --dir: only the own set is scored')
  const results: ToolResult[] = []
  for (const tool of tools(root).filter(({ id }) => values.only === undefined || id === values.only)) {
    const started = performance.now()
    const answers = tool.answer(requests)
    if ('skipped' in answers) {
      say(`SKIPPED ${tool.title}: ${answers.skipped}`)
      results.push({ ...about(tool), skipped: answers.skipped })
      continue
    }
    const seconds = Math.round((performance.now() - started) / 100) / 10
    say(`${tool.title}: ${requests.length} requests, ${seconds} s`)
    const scores = scoreTool(tool, rows, texts, answers, values.dir !== undefined)
    results.push(tool.sameAs === undefined ? { ...scores, seconds } : scores)
    if (values.failures && tool.id === 'perde') showFailures(texts, answers.slice(-texts.length))
  }
  if (!values['no-speed']) say('speed: a minute')
  const found: DetectionResults = {
    date: new Date().toISOString().slice(0, 10),
    command: 'npm run bench:detection -- --dir DIR',
    machine: machine(root),
    load: { before, after: 0 },
    ...(values.dir === undefined ? {} : { split: values.split }),
    requests: requests.length,
    tools: results,
    speed: values['no-speed'] ? [] : speed(texts, SPEED_BYTES),
  }
  found.load.after = load()
  const name = `detection-${found.date}-${found.machine.commit}.json`
  const page = detectionPage(found, name)
  if (!values['no-write']) {
    mkdirSync(join(root, 'bench/results'), { recursive: true })
    writeFileSync(
      join(root, 'bench/results', name),
      `${JSON.stringify({ ...found, tools: results.map(withoutTypes) }, undefined, 1)}\n`,
    )
    writeFileSync(join(root, 'bench/detection.md'), page)
  }
  if (!values.failures) process.stdout.write(page)
}

const OPTIONS = {
  dir: { type: 'string' },
  split: { type: 'string', default: 'dev' },
  only: { type: 'string' },
  'no-speed': { type: 'boolean', default: false },
  'no-write': { type: 'boolean', default: false },
  failures: { type: 'boolean', default: false },
} as const

const about = ({ id, title, short, columns }: Tool) => ({ id, title, short, columns })

function scoreTool(
  tool: Tool,
  rows: Rows,
  texts: readonly LabelledText[],
  answers: readonly Answer[],
  labelled: boolean,
): ToolResult {
  const same = createSameType()
  const { misses: rowMisses, ...ofRows } = scoreRows(rows, answers, tool.threshold, same)
  const own = scoreOwn(texts, answers.slice(-texts.length), tool.threshold, same, createIdentifying())
  return {
    ...about(tool),
    ...(labelled ? { rows: ofRows } : {}),
    own: { dev: own.dev, held: own.held },
    // Of the others they are thousands that nobody reads.
    ...(tool.id === 'perde' ? { misses: { rows: missClasses(rowMisses), own: missClasses(own.misses) } } : {}),
  }
}

/** Of the other tools the file has sums only: hundreds of types each are thousands of lines. */
function withoutTypes(tool: ToolResult): ToolResult {
  if (tool.id === 'perde' || !tool.rows) return tool
  const sets = Object.entries(tool.rows.cells.sets).map(([name, set]) => [name, { ...set, byType: {} }] as const)
  return { ...tool, rows: { ...tool.rows, cells: { ...tool.rows.cells, sets: Object.fromEntries(sets) } } }
}

/** Every text of the half `dev` with a letter of a personal span outside every detection, or a report that nobody marked. */
function showFailures(texts: readonly LabelledText[], answers: readonly Answer[]): void {
  const identifying = createIdentifying()
  texts.forEach(({ id, text, spans }, i) => {
    if (halfOf(id) !== 'dev') return
    const found = answers[i]!.detections!.filter(({ score }) => score >= 0.5)
    const marks = covered(text.length, found)
    const extra = found.filter((d) => identifying(d.entity) && !spans.some((s) => s.start < d.end && d.start < s.end))
    const lines = [
      ...spans.map(({ start, end, type }) => [`  ${type}`, openParts(text, marks, start, end)]),
      ...extra.map(({ start, end, entity }) => [`  reported ${entity}`, text.slice(start, end)]),
    ].filter(([, what]) => what !== '')
    if (lines.length === 0) return
    process.stdout.write(`${id}: ${text}\n${lines.map((line) => line.join(': ')).join('\n')}\n\n`)
  })
}

/** A span with `_` for what is covered; empty where that is every letter and digit. */
function openParts(text: string, marks: Uint8Array, start: number, end: number): string {
  const open = Array.from(text.slice(start, end), (char, i) => (marks[start + i] === 1 ? '_' : char)).join('')
  return /[\p{L}\p{N}]/u.test(open) ? `${text.slice(start, end)} → ${open}` : ''
}

function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}

main()
