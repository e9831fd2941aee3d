import type { Loop } from '../micro/loop.ts'
import type { Machine } from '../suite/machine.ts'
import { spread } from '../suite/rounds.ts'
import { checksumFaults, goals, presidioTypes, reached, type Goal } from './goals.ts'
import { KINDS, LANGS, TURNS } from './marked-texts.ts'
import { missClasses, type MissClass } from './miss-classes.ts'
import type { OwnScore, Share } from './score-own.ts'
import type { Miss, RowScores, SetScore } from './score-rows.ts'
import { ratio } from './measures.ts'
import { ROUNDS, WARM_UPS } from './speed.ts'
import { wilson } from './wilson.ts'

/** What one tool scored; `rows` and `own` without the single misses. */
export interface ToolResult {
  id: string
  title: string
  short: string
  /** has it an answer to columns? */
  columns: boolean
  /** no answers: why */
  skipped?: string
  /** on the clock for all requests, with the start of a process for the peers */
  seconds?: number
  rows?: Omit<RowScores, 'misses'>
  own?: { dev: OwnScore; held: OwnScore }
  /** classes of what it got wrong, of labelled rows and of the dev half of the own set */
  misses?: { rows: MissClass[]; own: MissClass[] }
}

export interface DetectionResults {
  date: string
  command: string
  machine: Machine
  load: { before: number; after: number }
  /** split of the labelled rows; undefined: no folder of labelled rows was given */
  split?: string
  requests: number
  tools: ToolResult[]
  speed: Loop[]
}

const SPEED_GOALS: Record<string, number> = {
  'cells-all': 25,
  'long-all': 25,
  columns: 25,
  'columns-long': 25,
  'notes-all': 5,
  'own-all': 5,
}
/** classes of misses that a page shows of each kind */
const SHOWN = 25

/** The results as a page of Markdown. */
export function detectionPage(results: DetectionResults, file: string): string {
  const { machine: m, load } = results
  const perde = results.tools[0]!
  const lines = [
    '# Detection: what is found, what is missed',
    '',
    `Written by \`${results.command}\`; what is measured, and how, stands in [README.md](README.md#detection).`,
    `All counts are in [results/${file}](results/${file}).`,
    '',
    ...table(
      ['', ''],
      [
        ['date', results.date],
        ['commit', `${m.commit}${m.dirty ? ', with changes that no commit has' : ''}`],
        ['machine', `${m.cpu}, ${m.cores} cores, ${m.memoryGiB} GiB, ${m.system}, node ${m.node}`],
        ['load of the machine', `${load.before} before, ${load.after} after, on ${m.cores} cores`],
        ...results.tools.flatMap((t) => (t.skipped === undefined ? [] : [[`not run: ${t.title}`, t.skipped]])),
      ],
    ),
    '',
    ...(results.split === undefined ? [] : rowSections(results, results.split)),
    ...ownSections(results),
    ...speedSection(results),
    ...missSections(perde),
  ]
  return lines.join('\n')
}

function rowSections({ tools }: DetectionResults, split: string): string[] {
  const scored = tools.filter((t) => t.rows !== undefined)
  const full = (t: ToolResult) => ({ ...t.rows!, misses: [] }) as RowScores
  const perde = full(scored[0]!)
  const types = presidioTypes(perde)
  const low = types.filter(({ share }) => share < 0.85)
  return [
    `## Figures to reach, split \`${split}\` of the labelled rows`,
    '',
    ...table(
      ['figure', 'over', 'wanted', 'perde', '', ...scored.slice(1).map((t) => t.short)],
      goals().map((goal) => {
        const value = goal.value(perde)
        return [
          goal.title,
          String(goal.of(perde)),
          wanted(goal),
          figure(value),
          value === null ? '' : reached(goal, value) ? 'reached' : 'not reached',
          ...scored.slice(1).map((t) => (hasFigure(goal, t) ? figure(goal.value(full(t))) : '–')),
        ]
      }),
    ),
    '',
    `Of ${types.length} types that Presidio tests, ${types.length - low.length} are found to 0.85 or more by perde` +
      (low.length === 0 ? '.' : `; the others: ${low.map((t) => `${t.name} ${t.typed}/${t.valid}`).join(', ')}.`),
    '',
    ...checksumLine(perde),
    '',
    '### Cells by source',
    '',
    'Share found as what they are (in brackets: as anything), then the share of invalid ones that was accepted.',
    '',
    ...table(
      ['source', 'valid', 'invalid', ...scored.map((t) => t.short)],
      Object.entries(perde.cells.sets).map(([name, { valid, invalid }]) => [
        name,
        String(valid),
        String(invalid),
        ...scored.map((t) => setFigures(t.rows!.cells.sets[name]!)),
      ]),
    ),
    '',
    '### Texts by language',
    '',
    ...table(
      ['language', 'tool', 'PERSON precision', 'recall', 'F1', 'characters: precision', 'recall', 'F2'],
      ['en', 'ru', 'kk'].flatMap((lang) =>
        scored.map((t) => {
          const s = t.rows!.texts[lang]!
          const person = [s.personPrecision, s.personRecall, s.personF1]
          return [lang, t.title, ...[...person, s.charPrecision, s.charRecall, s.charF2].map(figure)]
        }),
      ),
    ),
    '',
  ]
}

function checksumLine(perde: RowScores): string[] {
  const faults = checksumFaults(perde).map(({ name, count: { valid, typed, invalid, wrong } }) => {
    const missed = typed < valid ? [`${typed} of ${valid} found`] : []
    return `${name} ${[...missed, ...(wrong > 0 ? [`${wrong} of ${invalid} invalid accepted`] : [])].join(', ')}`
  })
  return faults.length === 0 ? [] : [`Types with a checksum that have faults: ${faults.join('; ')}.`]
}

/** Tools that do not answer to columns have no figure there. */
function hasFigure({ title }: Goal, { columns }: ToolResult): boolean {
  return columns || !/^(?:columns|biometrics)/u.test(title)
}

function setFigures(set: SetScore): string {
  const [typed, any] = [ratio(set.typed, set.valid), ratio(set.any, set.valid)]
  return `${figure(typed)} (${figure(any)}), ${figure(ratio(set.wrong, set.invalid))}`
}

function ownSections({ tools }: DetectionResults): string[] {
  const scored = tools.filter((t) => t.own !== undefined)
  const perde = scored[0]!.own!
  const halves = ['held', 'dev'] as const
  return [
    '## Own set: chats, notes and forms in Kazakh, Russian, English and mixtures',
    '',
    'Texts of invented people (`bench/detection/texts.txt`). No rule is made from what is missed in the half `held`, which is the figure.',
    'A text leaks where a letter or a digit of something personal is outside every detection. Shares with their 95 % interval.',
    '',
    ...table(
      ['tool', 'half', 'texts with any leak', 'false alarms in quiet texts', 'characters: precision', 'recall', 'F2'],
      scored.flatMap((t) =>
        halves.map((half) => {
          const s = t.own![half]
          const chars = [s.charPrecision, s.charRecall, s.charF2].map(figure)
          return [t.title, half, shareOf(s.leaks), shareOf(s.alarms), ...chars]
        }),
      ),
    ),
    '',
    '### Persons',
    '',
    'Precision, recall and F1 of the half `held`; a span counts where at least half of both together is common.',
    '',
    ...table(
      ['tool', ...LANGS.map((lang) => `${lang}, ${perde.held.persons[lang]!.gold} persons`)],
      scored.map((t) => [
        t.title,
        ...LANGS.map((lang) => {
          const { precision, recall, f1 } = t.own!.held.persons[lang]!
          return [precision, recall, f1].map(figure).join(', ')
        }),
      ]),
    ),
    '',
    `### Leaks by who wrote the texts, kind and language: ${scored[0]!.title}`,
    '',
    ...table(
      ['numbered', 'leaks, held', 'dev', 'false alarms in quiet texts, held', 'dev'],
      TURNS.map(({ name }) => [
        name,
        ...halves.map((half) => shareOf(perde[half].leaksByTurn[name]!)),
        ...halves.map((half) => counts(perde[half].alarmsByTurn[name]!)),
      ]),
    ),
    '',
    ...table(
      ['kind', 'held', 'dev'],
      KINDS.map((kind) => [kind, ...halves.map((half) => shareOf(perde[half].leaksByKind[kind]!))]),
    ),
    '',
    ...table(
      ['language', 'held', 'dev', 'false alarms in quiet texts, held', 'dev'],
      LANGS.map((lang) => [
        lang,
        ...halves.map((half) => shareOf(perde[half].leaksByLang[lang]!)),
        ...halves.map((half) => counts(perde[half].alarmsByLang[lang]!)),
      ]),
    ),
    '',
    '### Spans covered to the last letter and digit, both halves',
    '',
    ...table(
      ['type', 'spans', ...scored.map((t) => t.short)],
      Object.entries(typesOf(perde)).map(([type, { of }]) => [
        type,
        String(of),
        ...scored.map((t) => figure(ratio(typesOf(t.own!)[type]!.hits, of))),
      ]),
    ),
    '',
  ]
}

/** Both halves together. */
function typesOf({ dev, held }: { dev: OwnScore; held: OwnScore }): Record<string, Share> {
  const types: Record<string, Share> = {}
  for (const half of [dev, held])
    for (const [name, { of, hits }] of Object.entries(half.byType)) {
      const type = (types[name] ??= { of: 0, hits: 0 })
      type.of += of
      type.hits += hits
    }
  return types
}

function speedSection({ speed, tools, requests }: DetectionResults): string[] {
  const timed = tools.filter((t) => t.seconds !== undefined)
  return [
    '## Speed of one thread',
    '',
    ...(speed.length === 0
      ? ['Not measured in this run.']
      : [
          `Median (least–most) of ${ROUNDS} rounds after ${WARM_UPS} to warm up. A second is a second of CPU. In the first round code is compiled as it is met, on another thread too, which counts.`,
          '',
          ...table(['what', 'MB/s', 'wanted', '', 'first round'], speed.map(speedRow)),
        ]),
    '',
    `On the clock, all ${requests} requests of this page, the start of a process included for the peers: ` +
      `${timed.map((t) => `${t.title} ${t.seconds!.toFixed(1)} s`).join('; ')}.`,
    '',
  ]
}

function speedRow({ id, title, rates, first }: Loop): string[] {
  const { median, min, max } = spread(rates.map((rate) => rate / 1e6))
  const goal = SPEED_GOALS[id]
  return [
    title,
    `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`,
    goal === undefined ? '' : `≥ ${goal}`,
    goal === undefined ? '' : median >= goal ? 'reached' : 'not reached',
    (first / 1e6).toFixed(1),
  ]
}

function missSections({ misses }: ToolResult): string[] {
  if (!misses) return []
  const section = (title: string, classes: readonly MissClass[]) => {
    const shown = classes.slice(0, SHOWN)
    const rest = classes.slice(SHOWN).reduce((sum, { count }) => sum + count, 0)
    return [
      `### ${title}`,
      '',
      ...table(
        ['count', 'what', 'entity', 'language', 'how'],
        shown.map(({ count, kind, entity, lang = '', reason }) => [String(count), kind, entity, lang, reason]),
      ),
      ...(rest > 0 ? ['', `And ${rest} in ${classes.length - SHOWN} smaller classes.`] : []),
      '',
    ]
  }
  const ofTexts = (c: MissClass) => c.lang !== undefined
  return [
    '## What perde gets wrong, in classes',
    '',
    ...section('Own set, half `dev`', misses.own),
    ...(misses.rows.length === 0
      ? []
      : [
          ...section('Labelled texts: persons', misses.rows.filter(ofTexts)),
          ...section(
            'Labelled cells, columns and biometrics',
            missClasses(misses.rows.filter((c) => !ofTexts(c)).flatMap(withoutCountry)),
          ),
        ]),
  ]
}

/** Phones, plates and the like of all countries are one class. */
const withoutCountry = ({ count, ...miss }: MissClass): Miss[] =>
  Array.from({ length: count }, () => ({ ...miss, entity: miss.entity.replace(/\/.*/u, ' of a country') }))

const figure = (value: number | null) => (value === null || !Number.isFinite(value) ? '–' : value.toFixed(3))

const counts = ({ hits, of }: Share) => `${hits} of ${of}`

function shareOf({ hits, of }: Share): string {
  const [low, high] = wilson(hits, of).map((share) => (share * 100).toFixed(0))
  return of === 0 ? '–' : `${hits} of ${of}: ${((hits / of) * 100).toFixed(1)} % (${low}–${high} %)`
}

function wanted({ target }: Goal): string {
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}
