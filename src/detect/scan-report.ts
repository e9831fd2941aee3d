/** From verdicts to a report and to a first policy. Pure: the scan reads, this decides what to say. */
import { stringify } from 'yaml'
import { combinationOf } from './combinations.ts'
import type { Combination, RecordHashes } from './combinations.ts'
import type { ColumnFacts } from './column-facts.ts'
import { recordVerdicts } from './record-verdicts.ts'
import type { Verdict } from './verdict.ts'
import { recognisers } from './registry.ts'
import { parsePath } from '../record/path.ts'
import { pairedOffsets, textOfOffset } from '../record/offset-name.ts'
import { joinColumns, type JoinedSource } from './joined-columns.ts'
import { asNamed, suggestRule } from './suggest-rule.ts'
import { surpriseIn } from './surprise.ts'
import type { ReportRow } from './report-row.ts'

/** One input as it was scanned. */
export interface ReportedInput extends Pick<JoinedSource, 'table' | 'foreignKeys'> {
  /** the name it gets as a source: small letters, digits, dashes */
  source: string
  /** as a policy names it, relative to the policy's file */
  path: string
  /** how it was read, where the file's ending does not say it: written into the policy */
  format?: string
  delimiter?: string
  header?: boolean
  record?: string
  /** there: what stands around the records may not be written */
  around?: object
  /** cells that hold documents: path → what they are written in */
  documents?: Readonly<Record<string, string>>
  encoding?: string
  /** paths of fields that a generator made, as the release says that the input is the data of */
  madeUp?: ReadonlySet<string>
  /** field path → facts, in the order of the input */
  facts: Iterable<readonly [path: string, facts: ColumnFacts]>
}

/** What the fields are and what to do with them, in the order of the inputs. */
export function reportRows(inputs: readonly ReportedInput[]): ReportRow[] {
  const found = inputs.flatMap(({ source, facts, madeUp }) => {
    const verdicts = recordVerdicts(facts)
    const rows = withPieces(
      [...facts].map(([path, f]) => {
        const named = withPeopleAsKeys(path, asNamed(path, verdicts.get(path)!, f))
        const found = madeUp?.has(path) ? asMadeUp(named, f) : asWatched(path, named, f)
        return { source, path, ...found, suggest: suggestRule(found, f, path) }
      }),
    )
    const texts = rows.filter(({ suggest }) => suggest.includes('do: { scrub:')).map(({ path }) => path)
    if (texts.length === 0) return rows
    const counts = [...facts].filter(([, f]) => isCounted(f)).map(([path]) => path)
    return withOffsets(rows, pairedOffsets(counts), texts)
  })
  return joinColumns(found, inputs)
}

/**
 * What a release marks as made up is nobody's, unless the values say otherwise: none that perde makes up passes a check digit,
 * so a column in which many do holds numbers of people, whatever stands beside it.
 */
function asMadeUp(found: Verdict, { entities }: ColumnFacts): Verdict {
  const { passed = 0, failed = 0 } = entities[found.entity] ?? {}
  const checked = recognisers.find(({ entity, checksum }) => entity === found.entity && checksum)
  if (checked?.chance !== undefined && passed > checked.chance * (passed + failed))
    return { ...found, evidence: [...found.evidence, 'its release calls it made up'] }
  const kind = found.entity === 'none' ? '' : ` (${found.entity})`
  return {
    entity: 'synthetic',
    role: 'insensitive',
    confidence: found.confidence,
    evidence: [`made up by a generator${kind}, as its release says`],
  }
}

/** A run stops where harmless fields hold people after all, so no policy calls those harmless in which it would see some. */
function asWatched(path: string, found: Verdict, facts: ColumnFacts): Verdict {
  // What is of somebody beside the key of a person, the verdict has said.
  const seen = found.role === 'insensitive' ? surpriseIn(path, facts, [], ASKED) : undefined
  if (seen === undefined) return found
  const evidence = [`some of the values hold: ${seen}`]
  // What no text is searched for unless somebody says so would stay in it.
  return recognisers.some(({ entity, offByDefault }) => entity === seen && offByDefault)
    ? { entity: seen, role: 'identifier', confidence: ASKED, evidence }
    : { entity: 'text', role: 'sensitive', confidence: ASKED, evidence }
}

/** The scan writes `*` for keys that may be people: whatever stands under them says it of somebody who is named. */
function withPeopleAsKeys(path: string, found: Verdict): Verdict {
  if (found.role !== 'insensitive' || !parsePath(path).some(({ kind }) => kind === 'any')) return found
  return { entity: 'person', role: 'identifier', confidence: 0.5, evidence: ['keys that look like people, withheld'] }
}

/** Elements in a text that is scrubbed are pieces of it: a name goes on in them. */
function withPieces(rows: readonly ReportRow[]): ReportRow[] {
  const texts = rows.filter(({ path, suggest }) => path.endsWith('.#text') && suggest.includes('do: { scrub:'))
  return rows.map((row) => {
    if (row.suggest !== 'insensitive' || /(?:^|\.)(?:@|#(?:comment|pi)$)/.test(row.path)) return row
    const whole = texts.find(({ path }) => row.path.startsWith(path.slice(0, -'#text'.length)))
    if (!whole) return row
    const { entity, role, suggest } = whole
    return {
      ...row,
      entity,
      role,
      suggest,
      evidence: [`a piece of the text of ${whole.path.slice(0, -'.#text'.length)}`],
    }
  })
}

/** Starts and ends of labels move with the text that they point into, as it is scrubbed. */
function withOffsets(rows: readonly ReportRow[], offsets: readonly string[], texts: readonly string[]): ReportRow[] {
  return rows.map((row) => {
    const text = row.suggest === 'insensitive' && offsets.includes(row.path) ? textOfOffset(row.path, texts) : undefined
    if (text === undefined) return row
    const evidence = [...row.evidence, `start and end of a label in ${text}`]
    return { ...row, evidence, suggest: `{ role: insensitive, offset-in: ${JSON.stringify(text)} }` }
  })
}

function isCounted({ count, blank, shapes }: ColumnFacts): boolean {
  return count > blank && (shapes['integer'] ?? 0) + (shapes['boolean'] ?? 0) === count - blank
}

export type ReportedCombination = Combination & { source: string }

/** The quasi-identifiers of each input together: how many records they tell apart. */
export function reportCombinations(
  rows: readonly ReportRow[],
  inputs: readonly { source: string; hashes: RecordHashes }[],
): ReportedCombination[] {
  return inputs.flatMap(({ source, hashes }) => {
    const quasi = rows.filter((r) => r.source === source && r.role === 'quasi-identifier' && r.confidence >= ASKED)
    const found = combinationOf(
      hashes,
      quasi.map((r) => r.path),
    )
    return found ? [{ source, ...found }] : []
  })
}

/** What the detector cannot know and the user says, or these: the most careful common ones. */
export interface Declared {
  /** id of the dataset; default `scanned` */
  dataset?: string
  /** who controls the data; without it a run is denied */
  controller?: string
  purpose?: string
  processing?: string
  basis?: string
  justification?: string
}

/** Below this confidence a verdict is a question. */
const ASKED = 0.5
/** From this confidence on a finding needs no second look. */
const SURE = 0.75

/**
 * A first policy: every field with the reason for its rule as a comment. It runs as it is, with a key that lives for one
 * run; what stands under `purpose` is the user's to confirm, for no detector knows why data may be used.
 */
export function suggestPolicy(
  rows: readonly ReportRow[],
  inputs: readonly ReportedInput[],
  declared: Declared = {},
): string {
  const lines = [
    '# A first policy, written from a scan. Read every line: the scan looked at a sample, and a name or a number that it',
    '# does not know stays in the data. Each field has the reason for its rule above it.',
    'perde: 1',
    '',
    'dataset:',
    `  id: ${scalar(declared.dataset ?? 'scanned')}`,
    '  sources:',
    ...inputs.map((input) => `    ${scalar(input.source)}: ${spec(input)}`),
    ...subjectLines(rows, inputs),
    ...(declared.controller === undefined
      ? ['  # Who controls the data: without it a run is denied.', '  # provenance: { controller: … }']
      : [`  provenance: { controller: ${JSON.stringify(declared.controller)} }`]),
    '',
    '# Why the data may be used. A scan cannot know it: confirm these lines, or no release is lawful.',
    'purpose:',
    `  id: ${scalar(declared.purpose ?? 'dpv:ResearchAndDevelopment')}`,
    `  processing: ${scalar(declared.processing ?? 'dpv:Analyse')}`,
    `  basis: ${scalar(declared.basis ?? 'consent')}`,
    ...(declared.justification === undefined ? [] : [`  justification: ${scalar(declared.justification)}`]),
    '',
    ...keyLines(rows),
    '# A field that this file does not name stops the run, so that a new one cannot slip through.',
    'unlisted: fail',
    '',
    'fields:',
  ]
  for (const { source } of inputs) {
    lines.push(`  ${scalar(source)}:`)
    for (const row of rows)
      if (row.source === source) lines.push(...comment(row), `    ${scalar(row.path)}: ${row.suggest}`)
  }
  return `${lines.join('\n')}\n`
}

/** A source as the policy names it: its path alone, or with how it is read. */
function spec({ path, format, delimiter, header, record, around, encoding, documents }: ReportedInput): string {
  const more = [
    ...(format === undefined ? [] : [`format: ${scalar(format)}`]),
    ...(delimiter === undefined ? [] : [`delimiter: ${JSON.stringify(delimiter)}`]),
    ...(header === undefined ? [] : [`header: ${header}`]),
    ...(encoding === undefined ? [] : [`encoding: ${scalar(encoding)}`]),
    ...(record === undefined ? [] : [`record: ${JSON.stringify(record)}`]),
    ...(around === undefined ? [] : ['around: drop']),
    ...(documents === undefined ? [] : [`documents: ${JSON.stringify(documents)}`]),
  ]
  return more.length === 0 ? scalar(path) : `{ ${[`path: ${JSON.stringify(path)}`, ...more].join(', ')} }`
}

/** Whom a record is about: the first field of a source that gets a pseudonym of the domain `person`. */
function subjectLines(rows: readonly ReportRow[], inputs: readonly ReportedInput[]): string[] {
  const lines = inputs.flatMap(({ source }) => {
    const row = rows.find(
      (r) => r.source === source && r.suggest.includes('do: pseudonym person }') && !/[*[]/.test(r.path),
    )
    return row ? [`    ${scalar(source)}: ${scalar(row.path)}`] : []
  })
  return lines.length === 0
    ? []
    : ['  # Whom a record is about: consents are looked up by this field.', '  subject:', ...lines]
}

function keyLines(rows: readonly ReportRow[]): string[] {
  if (!rows.some(({ suggest }) => /\bpseudonym\b/.test(suggest))) return []
  return [
    '# A key of this run only: pseudonyms join inside it and with nothing else. For pseudonyms that last:',
    '# perde key new FILE, and here { file: FILE }.',
    'keys:',
    '  main: { ephemeral: true }',
    '',
  ]
}

function comment({ entity, role, confidence, evidence }: ReportRow): string[] {
  const what =
    entity === 'none'
      ? 'nothing personal seen'
      : confidence >= SURE
        ? entity
        : confidence >= ASKED
          ? `probably ${entity}`
          : `perhaps ${entity}: please look`
  const why = evidence.join('; ').replace(BREAKS, ' ')
  return [`    # ${what} (${role}, ${confidence.toFixed(2)}): ${why}`]
}

/** They would end a comment, or a key. */
const BREAKS = /[\r\n\u0085\u2028\u2029]/g

/** A YAML scalar on one line, quoted where YAML asks for it. */
function scalar(text: string): string {
  // A text in quotes of JSON is one of YAML; with a break in it, as a block, it could be no key.
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) return JSON.stringify(text)
  return stringify(text, { lineWidth: 0, defaultStringType: 'PLAIN' }).trim()
}
