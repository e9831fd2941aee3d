import { stringify } from 'yaml'
import { createValueCounter, emptyFacts, type ColumnFacts } from '../../detect/column-facts.ts'
import { verdict } from '../../detect/column-verdict.ts'
import { countLists } from '../../detect/list-facts.ts'
import { createPublishable, WITHHELD } from '../../detect/publishable.ts'
import { asNamed, suggestRule } from '../../detect/suggest-rule.ts'
import { PerdeError } from '../../errors.ts'
import { eachRead } from '../../io/formats/each-read.ts'
import { BlockFault } from '../../io/formats/format.ts'
import { formatOf } from '../../io/formats/format-named.ts'
import { fieldTree } from '../../plan/field-tree.ts'
import { GONE, typesText, type Drift } from '../../plan/drift.ts'
import type { Policy } from '../../policy/policy.ts'
import { closest } from '../../policy/suggest.ts'
import { cutBlocks } from '../read/blocks.ts'
import type { Input } from '../read/input.ts'

/** Values of a field that a suggestion rests on, and bytes that are read to find them. */
const ENOUGH = 5000
const MOST_BYTES = 64 * 1024 * 1024
const BLOCK = 256 * 1024

/**
 * Lines for a policy about fields that came, went or changed: rules as a scan would suggest them, and what has changed. Reads
 * the beginnings of the inputs; no value is in it, nor a name that looks like one.
 */
export async function rulePatch(policy: Policy, inputs: readonly Input[], drift: readonly Drift[]): Promise<string> {
  const publishable = createPublishable()
  const shown = drift.filter(({ path }) => path !== WITHHELD && publishable(path))
  const fields: string[] = []
  const changed: string[] = []
  for (const source of [...new Set(shown.map((one) => one.source))]) {
    const own = shown.filter((one) => one.source === source)
    const asked = new Set(own.filter(({ change }) => change !== 'gone').map(({ path }) => path))
    const facts = await factsOf(
      policy,
      inputs.filter((input) => input.sourceName === source),
      asked,
    )
    const gone = own.filter(({ change }) => change === 'gone').map(({ path }) => path)
    const besidePerson = Object.values(policy.fields[source] ?? {}).some(({ role }) => role === 'identifier')
    const rules = own.flatMap((one) =>
      one.change === 'added' ? ruleLines(one.path, facts.get(one.path), gone, besidePerson) : [],
    )
    if (rules.length > 0) fields.push(`  ${scalar(source)}:`, ...rules)
    const changes = own.flatMap((one) => changeLines(one, facts.get(one.path)))
    if (changes.length > 0) changed.push(`  ${scalar(source)}:`, ...changes)
  }
  return [...(fields.length > 0 ? ['fields:', ...fields] : []), ...(changed.length > 0 ? ['drift:', ...changed] : [])]
    .map((line) => `${line}\n`)
    .join('')
}

/**
 * An error about fields without a rule, or that changed, with the lines that the policy wants. Any other error as it is; so is
 * one where the lines cannot be told.
 */
export async function withPatch(e: PerdeError, policy: Policy, inputs: readonly Input[]): Promise<PerdeError> {
  if (e.code !== 'SCHEMA_DRIFT' && e.code !== 'POLICY_UNCOVERED_FIELD') return e
  const drift = (e.facts['drift'] as Drift[] | undefined) ?? addedIn(e)
  const patch = await rulePatch(policy, inputs, drift).catch(() => '')
  if (patch === '') return e
  const { message, hints, where, retryable, cause, facts } = e
  return new PerdeError(e.code, message, { hints, where, retryable, cause, facts: { ...facts, patch } })
}

function addedIn({ facts, where }: PerdeError): Drift[] {
  const added = (source: string, path: string): Drift => ({ source, path, change: 'added', before: [], now: [] })
  const fields = facts['fields'] as Record<string, string[]> | undefined
  if (fields) return Object.entries(fields).flatMap(([source, paths]) => paths.map((path) => added(source, path)))
  return where.source !== undefined && where.field !== undefined ? [added(where.source, where.field)] : []
}

function ruleLines(
  path: string,
  facts: ColumnFacts | undefined,
  gone: readonly string[],
  besidePerson: boolean,
): string[] {
  if (!facts) return [`    # ${scalar(path)}: no value of it was seen; say what it is`]
  const found = asNamed(path, verdict(path, facts, [], besidePerson), facts)
  const renamed = closest(path, gone) ?? (gone.length === 1 ? gone[0] : undefined)
  const what = found.entity === 'none' ? 'nothing personal seen' : found.entity
  return [
    `    # new: ${what} (${found.role}, ${found.confidence.toFixed(2)}): ${found.evidence.join('; ')}`,
    ...(renamed === undefined
      ? []
      : [`    # if it is "${renamed}" under another name, it wants the rule of that field`]),
    `    ${scalar(path)}: ${suggestRule(found, facts, path)}`,
  ]
}

function changeLines({ path, change, before, now }: Drift, facts: ColumnFacts | undefined): string[] {
  if (change === 'gone') return [`    ${scalar(path)}: ${GONE}`]
  if (change !== 'retyped') return []
  const found = facts && asNamed(path, verdict(path, facts), facts)
  return [
    `    # it was ${typesText(before)}: does its rule still fit?${found ? ` A scan would say ${suggestRule(found, facts, path)}` : ''}`,
    `    ${scalar(path)}: ${scalar(typesText(now))}`,
  ]
}

/** Facts about some fields of a source. What is wrong with its records is for a run to say. */
async function factsOf(
  { detect }: Policy,
  inputs: readonly Input[],
  asked: ReadonlySet<string>,
): Promise<Map<string, ColumnFacts>> {
  const facts = new Map<string, ColumnFacts>()
  if (asked.size === 0) return facts
  const count = createValueCounter(detect.locales)
  const above = [...asked]
  const tree = fieldTree(
    { name: '', fields: [], unlisted: 'keep', tables: {} },
    {
      at: (path) => asked.has(path),
      below: (path) => above.some((one) => one.startsWith(`${path}.`) || one.startsWith(`${path}[`)),
    },
    'pass',
  )
  const enough = () => above.every((path) => (facts.get(path)?.count ?? 0) >= ENOUGH)
  let read = 0
  try {
    for (const input of inputs)
      for await (const block of cutBlocks(input.bytes, input.format, input.options, BLOCK)) {
        eachRead(formatOf(block.layout), block.bytes, block.layout, tree.root, ({ batch }) => {
          for (const column of batch.columns) {
            if (!column) continue
            const own = facts.get(column.path) ?? emptyFacts()
            facts.set(column.path, own)
            count(own, column.text, column.path)
            countLists(own.lists, column.path, column)
          }
          return enough() ? 'enough' : undefined
        })
        read += block.bytes.length
        if (enough() || read > MOST_BYTES) return facts
      }
  } catch (e) {
    if (!(e instanceof BlockFault) && !(e instanceof PerdeError)) throw e
  }
  return facts
}

function scalar(text: string): string {
  return stringify(text, { lineWidth: 0, defaultStringType: 'PLAIN' }).trim()
}
