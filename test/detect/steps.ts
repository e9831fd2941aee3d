import { RegExpParser } from '@eslint-community/regexpp'
import type { AST } from '@eslint-community/regexpp'

/**
 * A backtracking matcher that counts its steps, so that tests can see how the work of an expression grows without a clock.
 * It tries alternatives in the order V8 does, at every start of the text, and goes on behind a match, as a global search.
 */
export function countSteps(expression: RegExp, text: string): number {
  const units = [...text]
  const pattern = new RegExpParser().parsePattern(expression.source, 0, expression.source.length, { unicode: true })
  const run: Run = { units, steps: 0, flags: expression.flags.includes('i') ? 'iu' : 'u', sets: new Map() }
  for (let at = 0; at <= units.length; at++) {
    const from = at
    alternatives(run, pattern.alternatives, from, (to) => {
      at = Math.max(from, to - 1)
      return true
    })
  }
  return run.steps
}

interface Run {
  units: string[]
  steps: number
  flags: string
  sets: Map<string, Map<string, boolean>>
}

type Next = (at: number) => boolean

function alternatives(run: Run, all: AST.Alternative[], at: number, next: Next): boolean {
  return all.some((a) => sequence(run, a.elements, 0, at, next))
}

function sequence(run: Run, elements: AST.Element[], index: number, at: number, next: Next): boolean {
  const element = elements[index]
  if (!element) return next(at)
  return one(run, element, at, (to) => sequence(run, elements, index + 1, to, next))
}

function one(run: Run, element: AST.Element, at: number, next: Next): boolean {
  run.steps++
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return alternatives(run, element.alternatives, at, next)
    case 'Quantifier':
      return quantifier(run, element, 0, at, -1, next)
    case 'Assertion':
      return assertion(run, element, at) && next(at)
    case 'Character':
    case 'CharacterClass':
    case 'CharacterSet':
      return at < run.units.length && matches(run, element.raw, run.units[at]!) && next(at + 1)
    default:
      throw new Error(`no rule for ${element.type}`)
  }
}

function quantifier(run: Run, q: AST.Quantifier, times: number, at: number, before: number, next: Next): boolean {
  const more = (): boolean =>
    times < q.max && at !== before && one(run, q.element, at, (to) => quantifier(run, q, times + 1, to, at, next))
  const enough = (): boolean => times >= q.min && next(at)
  return q.greedy ? more() || enough() : enough() || more()
}

function assertion(run: Run, a: AST.Assertion, at: number): boolean {
  if (a.kind === 'start') return at === 0
  if (a.kind === 'end') return at === run.units.length
  if (a.kind === 'word') throw new Error('ASCII word boundaries have no place beside Cyrillic')
  if (a.kind !== 'lookbehind' && a.kind !== 'lookahead') throw new Error(`no rule for ${a.kind}`)
  if (a.kind === 'lookahead') return alternatives(run, a.alternatives, at, () => true) !== a.negate
  // A lookbehind ends here: try every start that its width allows.
  for (let from = at; from >= Math.max(0, at - width(a)); from--)
    if (alternatives(run, a.alternatives, from, (to) => to === at)) return !a.negate
  return a.negate
}

/** The most characters an expression can match, those it only looks at left out. */
export function longest(expression: RegExp): number {
  const pattern = new RegExpParser().parsePattern(expression.source, 0, expression.source.length, { unicode: true })
  return Math.max(...pattern.alternatives.map((a) => width(a)))
}

/** The most characters a node can match. */
function width(node: AST.Element | AST.LookaroundAssertion | AST.Alternative, top = true): number {
  if (node.type === 'Alternative') return node.elements.reduce((sum, e) => sum + width(e, false), 0)
  if (node.type === 'Quantifier') return node.max * width(node.element, false)
  if (node.type === 'Assertion' && !top) return 0
  if ('alternatives' in node) return Math.max(...node.alternatives.map((a) => width(a as AST.Alternative)))
  return 1
}

/** Asks the engine itself whether one character is in a class; the answer is kept. */
function matches(run: Run, raw: string, c: string): boolean {
  let known = run.sets.get(raw)
  if (!known) run.sets.set(raw, (known = new Map()))
  let answer = known.get(c)
  if (answer === undefined) known.set(c, (answer = new RegExp(`^${raw}$`, run.flags).test(c)))
  return answer
}

/** The largest number of times an expression may repeat something, and whether it bounds all of them. */
export function repeats(expression: RegExp): { unbounded: string[] } {
  const unbounded: string[] = []
  const pattern = new RegExpParser().parsePattern(expression.source, 0, expression.source.length, { unicode: true })
  visit(pattern, (node) => {
    if (node.type === 'Quantifier' && node.max === Infinity) unbounded.push(node.raw)
  })
  return { unbounded }
}

function visit(node: AST.Node, look: (node: AST.Node) => void): void {
  look(node)
  if ('alternatives' in node && Array.isArray(node.alternatives))
    for (const a of node.alternatives) visit(a as AST.Node, look)
  if (node.type === 'Alternative') for (const e of node.elements) visit(e, look)
  if (node.type === 'Quantifier') visit(node.element, look)
}
