import { Kind } from '../record/batch.ts'
import { compareNumbers, isNumeric } from './compare-numbers.ts'
import type { Comparison, Condition, Literal, Operand } from './condition-parser.ts'

export { ConditionSyntaxError, parseCondition } from './condition-parser.ts'
export type { Condition } from './condition-parser.ts'

/** A value as it stands in the record before any transform. */
export interface Cell {
  kind: Kind
  text: string
}

/** The original value at a canonical path; undefined: the record has none there, which counts as null. */
export type Lookup = (path: string) => Cell | undefined

/** Canonical paths of the fields a condition looks at, each once, in order of first use. */
export function conditionPaths(condition: Condition): string[] {
  return [...new Set(fieldsOf(condition))]
}

/**
 * A condition as a test of one record's original values. Pure; never throws.
 *
 * - A missing value is null. Null equals null only; `!=` with null is true for every value; `<` and the like are false.
 * - Where both sides are numbers, or text written as JSON writes numbers (`12`, `-1.5`, not `012`), they are compared as
 *   numbers, exactly whatever their length. So `zip == '12345'` and `zip == 12345` are the same, and `'1.0' == '1'`.
 * - Any other pair is compared as text: equal character by character, ordered by UTF-16 code units (right for ISO dates).
 * - `true` and `false` are compared by those words. An object or array equals nothing and is not null.
 */
export function compileCondition(condition: Condition): (get: Lookup) => boolean {
  switch (condition.kind) {
    case 'and': {
      const terms = condition.terms.map(compileCondition)
      return (get) => terms.every((term) => term(get))
    }
    case 'or': {
      const terms = condition.terms.map(compileCondition)
      return (get) => terms.some((term) => term(get))
    }
    case 'not': {
      const term = compileCondition(condition.term)
      return (get) => !term(get)
    }
    case 'in': {
      const left = compileOperand(condition.left)
      const list = condition.list.map(literalCell)
      return (get) => {
        const value = left(get)
        return list.some((item) => compareCells('==', value, item))
      }
    }
    case 'compare': {
      const { operator } = condition
      const left = compileOperand(condition.left)
      const right = compileOperand(condition.right)
      return (get) => compareCells(operator, left(get), right(get))
    }
  }
}

function fieldsOf(condition: Condition): string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.terms.flatMap(fieldsOf)
    case 'not':
      return fieldsOf(condition.term)
    case 'in':
      return pathOf(condition.left)
    case 'compare':
      return [...pathOf(condition.left), ...pathOf(condition.right)]
  }
}

function pathOf(operand: Operand): string[] {
  return operand.kind === 'field' ? [operand.path] : []
}

const NULL: Cell = { kind: Kind.null, text: '' }

function compileOperand(operand: Operand): (get: Lookup) => Cell {
  if (operand.kind === 'field') {
    const { path } = operand
    return (get) => get(path) ?? NULL
  }
  const cell = literalCell(operand)
  return () => cell
}

function literalCell({ kind, text }: Literal): Cell {
  return kind === 'null' ? NULL : { kind: Kind[kind], text }
}

function compareCells(operator: Comparison, left: Cell, right: Cell): boolean {
  const leftNull = left.kind === Kind.null || left.kind === Kind.absent
  const rightNull = right.kind === Kind.null || right.kind === Kind.absent
  if (leftNull || rightNull || left.kind === Kind.container || right.kind === Kind.container)
    return operator === '!=' ? !(leftNull && rightNull) : operator === '==' && leftNull && rightNull
  const order =
    isNumeric(left.text) && isNumeric(right.text)
      ? compareNumbers(left.text, right.text)
      : left.text < right.text
        ? -1
        : left.text > right.text
          ? 1
          : 0
  switch (operator) {
    case '==':
      return order === 0
    case '!=':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}
