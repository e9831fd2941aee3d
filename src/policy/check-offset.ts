import { isNamedLabel, pairedOffsets, textOfOffset } from '../record/offset-name.ts'
import { formatPath, isPattern, parsePath } from '../record/path.ts'
import type { Segment } from '../record/path.ts'
import { stepsOf } from './build-policy.ts'
import type { WrittenRule } from './build-policy.ts'
import type { CheckContext } from './check-context.ts'
import { checkPath } from './check-path.ts'
import { isKeptBy } from './field-facts.ts'
import { quoted } from './finding.ts'
import type { OffsetSpec } from './policy.ts'

/** An offset can follow one text of its own record (or list element), and only where that text is scrubbed or kept. */
export function checkOffset(context: CheckContext, written: WrittenRule, spec: OffsetSpec): void {
  const { at, rule, source } = written
  const path = [...at, 'offset-in']
  if (context.wrong(path)) return
  const refuse = (message: string, hint: string): void => context.report.add('POLICY_OFFSET', path, message, { hint })
  if (isNamedLabel(written.path))
    context.report.add(
      'POLICY_OFFSET_NAME',
      path,
      `${quoted(written.path)} is called like a label; a value that is no whole number stops the run`,
      { hint: 'leave out "offset-in" where the field holds words' },
    )
  const text = checkPath(context, spec.field, path, false)
  const own = ownSegments(written.path)
  if (!text || !own) return
  if (rule.do.length > 0)
    return refuse('an offset that moves with its text has no "do" besides', 'leave out one of the two')
  if (isPattern(text) || isPattern(own))
    return refuse('an offset and its text are named without "*"', 'write a rule for each field')
  const lists = text.filter(({ kind }) => kind === 'each').length
  if (lists > 1) return refuse('the text of an offset stands in one list at most', 'only one "[]" may be in its path')
  const prefix = formatPath(text.slice(0, text.findIndex(({ kind }) => kind === 'each') + 1))
  if (lists === 1 && !formatPath(own).startsWith(prefix))
    return refuse(
      `the offset does not stand in the list ${quoted(prefix)} of its text`,
      'each element of that list has a text of its own, so its offsets have to stand in it too',
    )
  const target = context.rules.find(
    (other) => (other.source === source || other.source === '*') && sameField(other.path, text),
  )
  if (!target)
    return refuse(`the text ${quoted(spec.field)} has no rule`, 'name the field of the text as its rule does')
  if (!target.broken && (target.rule.do.length > 1 || stepsOf(target.rule).some(({ verb }) => verb !== 'scrub')))
    refuse(`offsets cannot follow what is done to ${quoted(spec.field)}`, 'scrub the text, or drop its offsets')
}

/** Starts and ends that are kept beside a text that is scrubbed would point at other characters. */
export function checkKeptOffsets({ rules, report }: CheckContext): void {
  for (const source of new Set(rules.map((written) => written.source))) {
    const own = rules.filter((written) => written.source === source && !written.broken)
    const texts = own.filter(({ rule }) => stepsOf(rule).some(({ verb }) => verb === 'scrub')).map(({ path }) => path)
    if (texts.length === 0) continue
    const offsets = new Set(pairedOffsets(own.map(({ path }) => path)))
    for (const { path, at, rule } of own) {
      const text = offsets.has(path) && isKeptBy(rule) && !rule['offset-in'] ? textOfOffset(path, texts) : undefined
      if (text !== undefined)
        report.add(
          'POLICY_OFFSET_KEPT',
          at,
          `${quoted(path)} looks like an offset into ${quoted(text)}, whose length changes when it is scrubbed`,
          { hint: `if it is one, write { role: ${rule.role}, offset-in: ${JSON.stringify(text)} }`, at: 'key' },
        )
    }
  }
}

function ownSegments(path: string): Segment[] | undefined {
  try {
    return parsePath(path)
  } catch {
    return undefined // told by the check of the rule's own path
  }
}

function sameField(path: string, segments: readonly Segment[]): boolean {
  const own = ownSegments(path)
  return own !== undefined && formatPath(own) === formatPath(segments)
}
