/** What is wrong with a log. `error`: it is not the log that was signed. `warning`: the trace of a crash, not signed. */
export interface Problem {
  severity: 'error' | 'warning'
  code: ProblemCode
  /** line of entries.jsonl, from 1 */
  line?: number
  /** where a stretch of lines is meant: its last */
  lastLine?: number
  message: string
}

export type ProblemCode =
  | 'NOT_UTF8'
  | 'NOT_JSON'
  | 'NOT_CANONICAL'
  | 'TOO_LONG'
  | 'SCHEMA'
  | 'ARITHMETIC'
  | 'ORIGIN'
  | 'SEQUENCE'
  | 'TIME'
  | 'KEY'
  | 'CHANGED'
  | 'TRUNCATED'
  | 'TORN_TAIL'
  | 'ROOT'
  | 'CHECKPOINT'
  | 'LEAF_HASHES'
  | 'TAIL'
  | 'ANCHOR'

export interface LogReport {
  /** no error; warnings may stand */
  ok: boolean
  /** complete lines */
  size: number
  /** root over them, base64 */
  root: string
  origin: string
  /** entries under the last good checkpoint; those behind it are `size − signed` */
  signed: number
  /** `external`: it agrees with a key or a checkpoint that came from outside; `self`: only with itself */
  trusted: 'external' | 'self'
  problems: Problem[]
}

/** A damaged log can have a problem in every line; a person reads the first ones. */
const MAX_PROBLEMS = 200

export interface Problems {
  readonly all: Problem[]
  error(code: ProblemCode, message: string, line?: number, lastLine?: number): void
  warning(code: ProblemCode, message: string, line?: number): void
  /** an error names this line */
  names(line: number): boolean
}

export function problems(): Problems {
  const all: Problem[] = []
  const named = new Set<number>()
  function add(problem: Problem): void {
    if (problem.line !== undefined && problem.severity === 'error') named.add(problem.line)
    if (all.length < MAX_PROBLEMS) all.push(problem)
  }
  return {
    all,
    error: (code, message, line, lastLine) =>
      add({ severity: 'error', code, message, ...(line && { line }), ...(lastLine && { lastLine }) }),
    warning: (code, message, line) => add({ severity: 'warning', code, message, ...(line && { line }) }),
    names: (line) => named.has(line),
  }
}
