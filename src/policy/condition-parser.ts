import { formatPath, parsePath, PathSyntaxError } from '../record/path.ts'

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

/** `at`: where the node begins in the condition's text, in UTF-16 units from 0. */
export type Condition =
  | { kind: 'and' | 'or'; terms: Condition[]; at: number }
  | { kind: 'not'; term: Condition; at: number }
  | { kind: 'compare'; operator: Comparison; left: Operand; right: Operand; at: number }
  | { kind: 'in'; left: Operand; list: Literal[]; at: number }

export type Operand = FieldOperand | Literal
export interface FieldOperand {
  kind: 'field'
  /** canonical spelling of the path */
  path: string
  at: number
}
export interface Literal {
  kind: 'string' | 'number' | 'boolean' | 'null'
  /** what is written between the quotes, or the number as written */
  text: string
  at: number
}

/** A condition that does not follow the grammar; `position` counts UTF-16 units from 0. */
export class ConditionSyntaxError extends Error {
  readonly position: number
  readonly hint: string | undefined
  constructor(message: string, position: number, hint?: string) {
    super(message)
    this.name = 'ConditionSyntaxError'
    this.position = position
    this.hint = hint
  }
}

/** Longest condition, in UTF-16 units, and how deep it may be nested. */
const LONGEST = 2000
const DEEPEST = 32

/**
 * Parses a `when:` condition. Throws ConditionSyntaxError.
 *
 *     condition  = all *( ("||" / "or") all )
 *     all        = one *( ("&&" / "and") one )
 *     one        = ("!" / "not") one / "(" condition ")" / operand operator operand / operand ["not"] "in" list
 *     operator   = "==" / "!=" / "<" / "<=" / ">" / ">="
 *     operand    = field / 'text' / number / true / false / null
 *     list       = "(" literal *( "," literal ) ")"
 *
 * A field is a path of one value (`country`, `patient.@iin`, `"birth date"`); text stands in single quotes, a quote in
 * it is doubled. One side of a comparison must be a field.
 */
export function parseCondition(text: string): Condition {
  if (text.length > LONGEST) throw new ConditionSyntaxError(`a condition has at most ${LONGEST} characters`, 0)
  const parser = new ConditionParser(tokensOf(text), text.length)
  return parser.parse()
}

interface Token {
  kind: 'symbol' | 'word' | 'path' | 'string' | 'number'
  text: string
  at: number
}

/** Reads one condition from left to right, one token ahead. */
class ConditionParser {
  private readonly tokens: Token[]
  private readonly end: number
  private next = 0

  constructor(tokens: Token[], end: number) {
    this.tokens = tokens
    this.end = end
  }

  parse(): Condition {
    const condition = this.any(0)
    const rest = this.tokens[this.next]
    if (rest) throw new ConditionSyntaxError(`expected "and", "or" or the end`, rest.at, mistaken(rest))
    return condition
  }

  private any(depth: number): Condition {
    return this.joined('or', '||', depth, () => this.joined('and', '&&', depth, () => this.one(depth)))
  }

  private joined(kind: 'and' | 'or', symbol: string, depth: number, term: () => Condition): Condition {
    if (depth > DEEPEST) throw new ConditionSyntaxError(`a condition is nested at most ${DEEPEST} deep`, this.at())
    const at = this.at()
    const terms = [term()]
    while (this.take(symbol) || this.take(kind)) terms.push(term())
    return terms.length === 1 ? terms[0]! : { kind, terms, at }
  }

  private one(depth: number): Condition {
    const at = this.at()
    if (this.take('!') || this.take('not')) {
      if (depth > DEEPEST) throw new ConditionSyntaxError(`a condition is nested at most ${DEEPEST} deep`, at)
      return { kind: 'not', term: this.one(depth + 1), at }
    }
    if (this.take('(')) {
      const inner = this.any(depth + 1)
      this.expect(')')
      return inner
    }
    return this.comparison(at)
  }

  private comparison(at: number): Condition {
    const left = this.operand()
    const negated = this.take('not')
    if (this.take('in')) {
      if (left.kind !== 'field') throw new ConditionSyntaxError('the left side of "in" must be a field', left.at)
      const test: Condition = { kind: 'in', left, list: this.list(), at }
      return negated ? { kind: 'not', term: test, at } : test
    }
    const operator = this.tokens[this.next]
    if (negated || operator?.kind !== 'symbol' || !OPERATORS.has(operator.text))
      throw new ConditionSyntaxError(
        `expected a comparison (== != < <= > >= in)`,
        operator?.at ?? this.end,
        operator?.text === '=' ? 'equality is written ==' : undefined,
      )
    this.next++
    const right = this.operand()
    if (left.kind !== 'field' && right.kind !== 'field')
      throw new ConditionSyntaxError('one side of a comparison must be a field', left.at)
    if (left.kind === 'field' && right.kind === 'field') for (const side of [right, left]) this.refuseQuoted(side)
    return { kind: 'compare', operator: operator.text as Comparison, left, right, at }
  }

  /** `country != "DE"` compares with a field called DE: a mistake that would be true for every record. */
  private refuseQuoted({ at }: Operand): void {
    const token = this.tokens.find((t) => t.at === at)
    if (token?.kind === 'path' && /^"(?:[^"]|"")*"$/.test(token.text))
      throw new ConditionSyntaxError('a name in double quotes is a field', at, 'put text in single quotes')
  }

  private list(): Literal[] {
    const close = this.take('[') ? ']' : (this.expect('('), ')')
    const items: Literal[] = []
    do {
      const item = this.operand()
      if (item.kind === 'field')
        throw new ConditionSyntaxError('a list holds text, numbers or null', item.at, 'put text in single quotes')
      items.push(item)
    } while (this.take(','))
    this.expect(close)
    return items
  }

  private operand(): Operand {
    const token = this.tokens[this.next]
    if (!token) throw new ConditionSyntaxError('expected a field or a value', this.end)
    const { kind, text, at } = token
    if (kind === 'symbol' || (kind === 'word' && KEYWORDS.has(text)))
      throw new ConditionSyntaxError('expected a field or a value', at)
    this.next++
    if (kind === 'string' || kind === 'number') return { kind, text, at }
    if (text === 'null') return { kind: 'null', text, at }
    if (text === 'true' || text === 'false') return { kind: 'boolean', text, at }
    return { kind: 'field', path: fieldPath(text, at), at }
  }

  private at(): number {
    return this.tokens[this.next]?.at ?? this.end
  }

  /** Takes a symbol or keyword if it is next. */
  private take(text: string): boolean {
    const token = this.tokens[this.next]
    if (!token || token.text !== text || (token.kind !== 'symbol' && token.kind !== 'word')) return false
    this.next++
    return true
  }

  private expect(text: string): void {
    if (!this.take(text)) throw new ConditionSyntaxError(`expected "${text}"`, this.at())
  }
}

const OPERATORS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])
const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in'])

function mistaken(token: Token): string | undefined {
  return /^(?:AND|OR|NOT|IN)$/.test(token.text) ? 'keywords are written in small letters' : undefined
}

function fieldPath(text: string, at: number): string {
  try {
    const segments = parsePath(text)
    if (segments.every(({ kind }) => kind === 'name' || kind === 'attribute' || kind === 'text'))
      return formatPath(segments)
  } catch (e) {
    if (!(e instanceof PathSyntaxError)) throw e
    throw new ConditionSyntaxError(e.message, at + e.position)
  }
  throw new ConditionSyntaxError(
    'a condition looks at one value: a path without *, ** and []',
    at,
    'such as kind, patient.sex or "birth date"; what stands beside the field inside a list cannot be asked about',
  )
}

/** A path whose names are letters, digits, _ and -, or stand in double quotes. */
const NAME = String.raw`(?:[@#]?(?:[\p{L}_][\p{L}\p{M}\p{N}_-]*|"(?:[^"]|"")*")|\*{1,2})(?:\[\])*`
const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.]))`,
    String.raw`(?<string>'(?:[^']|'')*')`,
    String.raw`(?<path>${NAME}(?:\.${NAME})*)`,
    String.raw`(?<symbol>==|!=|<=|>=|&&|\|\||[<>!()[\],=])`,
  ].join('|'),
  'uy',
)

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const groups = TOKEN.exec(text)?.groups
    if (!groups) throw unreadable(text, at)
    const { number, string, path, symbol } = groups
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
    else if (string !== undefined) tokens.push({ kind: 'string', text: string.slice(1, -1).replaceAll("''", "'"), at })
    else if (path !== undefined) tokens.push({ kind: /^[a-zA-Z]+$/.test(path) ? 'word' : 'path', text: path, at })
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, at })
  }
  return tokens
}

function unreadable(text: string, at: number): ConditionSyntaxError {
  const c = text[at]!
  if (c === "'") return new ConditionSyntaxError('the text in single quotes is not closed', at)
  if (c === '"') return new ConditionSyntaxError('the name in double quotes is not closed', at)
  if (/[\d-]/.test(c))
    return new ConditionSyntaxError('this is no number', at, 'put text in single quotes, a name in double quotes')
  return new ConditionSyntaxError(
    'this character does not belong here',
    at,
    'a name with other characters stands in double quotes',
  )
}
