import { PerdeError } from '../../errors.ts'
import { checkAnchors, readAnchors } from './anchors.ts'
import type { AnchorOptions } from './anchors.ts'
import { linesOf } from './lines.ts'
import type { Line } from './lines.ts'
import { logPaths, systemFs } from './log-fs.ts'
import type { LogFs } from './log-fs.ts'
import { hasGrown, momentOf } from './log-moment.ts'
import { problems } from './log-report.ts'
import type { LogReport, Problems } from './log-report.ts'
import { rangeRoot } from './merkle.ts'
import { recordedLeaves } from './recorded-leaves.ts'
import { isVouched, NOT_VOUCHED } from './tail.ts'
import { checkCurrent, checkKeyFiles, readHead } from './verify-heads.ts'
import { checkLine, lineChecks } from './verify-lines.ts'
import { compareRoot, nameChanges, takeLine, treeChecks } from './verify-tree.ts'

export interface VerifyLogOptions extends AnchorOptions {
  fs?: LogFs
}

/**
 * Recomputes a whole log, as it is at this moment, and compares it with everything that was signed. Never writes; needs no
 * lock: others may write meanwhile. Memory does not depend on the number of entries. Throws LOG_INVALID where there is no log, or where what the auditor gave is
 * neither a key nor a checkpoint.
 */
export function verifyLog(dir: string, options: VerifyLogOptions = {}): LogReport {
  const fs = options.fs ?? systemFs
  const paths = logPaths(dir)
  const anchors = readAnchors(options)
  const moment = momentOf(fs, paths)
  const { sizes } = moment
  const report = problems()
  const lines = lineChecks()
  const tree = treeChecks()
  const kept = new Set(sizes)
  const rootsAt = new Map<number, Buffer | undefined>(anchors.heads.map((head) => [head.size, undefined]))
  const recorded = recordedLeaves(fs, paths.leaves, moment.leaves)
  for (const line of linesOf(fs, paths.entries, moment.entries)) {
    if (!line.complete) {
      if (!hasGrown(fs, paths, moment)) tornTail(line, sizes.at(-1) ?? 0, report)
      break
    }
    checkLine(lines, line, report)
    takeLine(tree, line.bytes, recorded.next().value)
    const { size } = tree.range
    const signedRoot = kept.has(size) ? readHead(fs, paths, size, lines, report)?.root : undefined
    if (signedRoot) compareRoot(tree, signedRoot)
    if (rootsAt.has(size)) rootsAt.set(size, rangeRoot(tree.range))
  }
  nameChanges(tree, lines, recorded.next().value !== undefined, report)
  recorded.return(undefined)

  const { size } = tree.range
  const last = sizes.at(-1) ?? 0
  if (size === 0 && last === 0 && moment.current === undefined)
    throw new PerdeError('LOG_INVALID', 'there is no log in this folder', { where: { part: dir } })
  if (size < last) report.error('TRUNCATED', `entries on lines ${size + 1} to ${last} are missing`, size + 1, last)
  checkCurrent(fs, paths, moment, lines.unused, report)
  checkKeyFiles(fs, paths, moment, lines.keys, report)
  const { origin, keys } = lines
  if (size > last && last > 0 && origin !== undefined) {
    const state = { origin, size, root: rangeRoot(tree.range) }
    if (!isVouched(moment.tail, state, keys)) report.error('TAIL', NOT_VOUCHED, last + 1, size)
  }
  const holds = checkAnchors(anchors, { origin, keys, size, rootAt: (n) => rootsAt.get(n) }, report)
  return {
    ok: !report.all.some((problem) => problem.severity === 'error'),
    size,
    root: rangeRoot(tree.range).toString('base64'),
    origin: origin ?? '',
    signed: tree.good,
    trusted: holds ? 'external' : 'self',
    problems: report.all,
  }
}

function tornTail({ index }: Line, signed: number, report: Problems): void {
  if (index < signed) report.error('TRUNCATED', 'the line is cut short', index + 1)
  else report.warning('TORN_TAIL', 'the last line is cut short by a crash; the next writer records it', index + 1)
}
