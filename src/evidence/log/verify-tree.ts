import { appendLeaf, emptyRange, leafHash, rangeRoot } from './merkle.ts'
import type { CompactRange } from './merkle.ts'
import type { Problems } from './log-report.ts'
import type { LineChecks } from './verify-lines.ts'

/** The tree of the entries and, beside it, that of the recorded leaf hashes, each compared with every signed root. */
export interface TreeChecks {
  range: CompactRange
  /** undefined once a recorded hash was missing */
  recorded: CompactRange | undefined
  /** size of the last checkpoint whose root the entries have */
  good: number
  /** size of the first checkpoint whose root they do not have; 0 if none */
  bad: number
  /** size of the last checkpoint whose root the recorded hashes have: they are as good as signed up to there */
  vouched: number
  /** lines, from 1, whose hash is not the recorded one */
  changed: number[]
}

/** Most changed lines that are named; a log with more was not changed, it was replaced. */
const MAX_CHANGED = 100

export function treeChecks(): TreeChecks {
  return { range: emptyRange(), recorded: emptyRange(), good: 0, bad: 0, vouched: 0, changed: [] }
}

export function takeLine(tree: TreeChecks, line: Uint8Array, recorded: Buffer | undefined): void {
  const hash = leafHash(line)
  appendLeaf(tree.range, hash)
  if (recorded === undefined) tree.recorded = undefined
  else if (tree.recorded) {
    appendLeaf(tree.recorded, recorded)
    if (!recorded.equals(hash) && tree.changed.length < MAX_CHANGED) tree.changed.push(tree.range.size)
  }
}

/** Compares with the root of a good checkpoint of the size reached. */
export function compareRoot(tree: TreeChecks, root: Buffer): void {
  const { size } = tree.range
  if (rangeRoot(tree.range).equals(root)) tree.good = size
  else tree.bad ||= size
  if (tree.recorded && rangeRoot(tree.recorded).equals(root)) tree.vouched = size
}

/** Says which lines are not what was signed, as exactly as it can be known. `more`: hashes recorded behind the last line. */
export function nameChanges(tree: TreeChecks, lines: LineChecks, more: boolean, report: Problems): void {
  const { bad, good, vouched, changed } = tree
  if (bad > 0) {
    for (const line of changed)
      if (line <= vouched && line < lines.displaced && !report.names(line))
        report.error('CHANGED', 'the entry was changed after it was signed', line)
    report.error('ROOT', `entries on lines ${good + 1} to ${bad} are not those that were signed`, good + 1, bad)
  } else {
    if (changed.some((line) => line <= good))
      report.warning('LEAF_HASHES', 'the recorded leaf hashes are not those of the signed entries')
    for (const line of changed)
      if (line > good && !report.names(line))
        report.warning('CHANGED', 'the entry, not signed yet, is not the one that was recorded', line)
  }
  if (more) report.warning('TRUNCATED', 'more entries were recorded than there are', tree.range.size + 1)
}
