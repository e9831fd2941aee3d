import { resolveTerm } from '../policy/vocabulary.ts'

/** Terms of one axis: a list of vocabulary ids, or `*` for all of them (also: an axis the register does not have). */
export type Terms = '*' | readonly string[]

/** What one row of a register acts on: purpose × processing × category × controller. */
export interface Scope {
  purposes: Terms
  processing: Terms
  categories: Terms
  controllers: Terms
  /**
   * where the data may go: `third-parties` (any), `to:` and a recipient's name, `cross-border`, `public-sources`; `*`:
   * it is not asked
   */
  transfers: Terms
}

/** The cells of a row that make its scope; undefined where the register has no such column. */
export interface ScopeCells {
  purpose: string | undefined
  processing: string | undefined
  categories: string | undefined
  controller: string | undefined
}

export interface ReadScope {
  /** canonical JSON of the scope; equal scopes have equal texts */
  text: string
  /** columns with a term that the vocabulary does not have */
  unknown: ('purpose' | 'processing' | 'categories')[]
}

/**
 * Reads the scope of a row, always towards "exclude": a blank cell, or one with an unknown term, means all for a
 * denial and none for a grant.
 */
export function readScope(cells: ScopeCells, grant: boolean): ReadScope {
  const unknown: ReadScope['unknown'] = []
  const terms = (column: 'purpose' | 'processing' | 'categories'): Terms => {
    const cell = cells[column]
    if (cell === undefined) return '*'
    const ids = new Set<string>()
    for (const piece of cell.split(/[;,|]/u)) {
      if (piece.trim() === '') continue
      const term = resolveTerm(column === 'categories' ? 'personal-data' : column, piece.trim())
      if (term === undefined) {
        unknown.push(column)
        return grant ? [] : '*'
      }
      ids.add(term.id)
    }
    return ids.size > 0 ? [...ids].sort() : grant ? [] : '*'
  }
  const controllers = controllerTerms(cells.controller, grant)
  const scope = [terms('purpose'), terms('processing'), terms('categories'), controllers]
  return { text: JSON.stringify(scope), unknown }
}

/** The scope of a canonical text; undefined when the text is none. */
export function parseScope(value: unknown): Scope | undefined {
  if (!Array.isArray(value) || value.length < 4 || value.length > 5 || !value.every(isTerms)) return undefined
  const [purposes, processing, categories, controllers, transfers = '*'] = value as [Terms, Terms, Terms, Terms, Terms?]
  return { purposes, processing, categories, controllers, transfers }
}

/** One spelling of a controller's name: case, width, quotation marks and runs of spaces do not matter. */
export function controllerName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/["'«»„“”‘’`]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** A controller's cell is one name: names have commas in them. */
function controllerTerms(cell: string | undefined, grant: boolean): Terms {
  if (cell === undefined) return '*'
  const name = controllerName(cell)
  return name === '' ? (grant ? [] : '*') : [name]
}

function isTerms(value: unknown): value is Terms {
  return value === '*' || (Array.isArray(value) && value.every((term) => typeof term === 'string'))
}
