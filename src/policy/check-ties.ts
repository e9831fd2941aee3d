import { comparePrecision, formatPath, isPattern, parsePath, PathSyntaxError } from '../record/path.ts'
import type { Segment } from '../record/path.ts'
import type { WrittenRule } from './build-policy.ts'
import type { CheckContext } from './check-context.ts'
import { quoted } from './finding.ts'
import { onlyMeeting, overlaps } from './overlap.ts'

/** Patterns of one source are compared pair by pair. */
const MOST_PATTERNS = 500

/**
 * Two rules of one source for one field, neither more exact than the other: nobody could say which holds. Between a
 * named source and "*" there is no tie, the named one wins.
 */
export function checkTies({ rules, report }: CheckContext): void {
  const bySource = new Map<string, Parsed[]>()
  for (const written of rules) {
    const segments = tryParse(written.path)
    if (segments) bySource.set(written.source, [...(bySource.get(written.source) ?? []), { written, segments }])
  }
  for (const parsed of bySource.values()) {
    const literals = new Map<string, Parsed>()
    for (const rule of parsed) {
      const canonical = formatPath(rule.segments)
      const first = literals.get(canonical)
      if (first) tie(rule, first)
      else literals.set(canonical, rule)
    }
    const patterns = parsed.filter(({ segments }) => isPattern(segments))
    if (patterns.length > MOST_PATTERNS) {
      report.add(
        'POLICY_TIE',
        patterns[MOST_PATTERNS]!.written.at,
        `a source has at most ${MOST_PATTERNS} paths with * or **`,
        { at: 'key' },
      )
      continue
    }
    for (const [i, a] of patterns.entries())
      for (const b of patterns.slice(0, i)) {
        if (comparePrecision(a.segments, b.segments) !== 0 || !overlaps(a.segments, b.segments)) continue
        const met = onlyMeeting(a.segments, b.segments)
        const named = met && literals.has(formatPath(met))
        if (!named && formatPath(a.segments) !== formatPath(b.segments)) tie(a, b, met)
      }
  }

  function tie(rule: Parsed, other: Parsed, met?: Segment[]): void {
    const field = met ? formatPath(met) : undefined
    report.add(
      'POLICY_TIE',
      rule.written.at,
      `${quoted(rule.written.path)} and ${quoted(other.written.path)} match the same field equally well`,
      {
        hint:
          field === undefined
            ? 'name the field itself, or make one of them more exact'
            : `add a rule for ${quoted(field)} itself`,
        at: 'key',
      },
    )
  }
}

interface Parsed {
  written: WrittenRule
  segments: Segment[]
}

function tryParse(path: string): Segment[] | undefined {
  try {
    return path.length > 1000 ? undefined : parsePath(path)
  } catch (e) {
    if (e instanceof PathSyntaxError) return undefined
    throw e
  }
}
