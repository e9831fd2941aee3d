import { isAncestor, resolveTerm } from '../policy/vocabulary.ts'
import type { ResolvedRequest } from './request.ts'
import type { Scope, Terms } from './scope.ts'

/**
 * What every scope of an index means to one request, worked out once, so that deciding about a record is reading a byte.
 *
 * A request has one axis for each category that it names, and one for ordinary data when it names none but special
 * ones. A grant covers an axis when it names the purpose, the processing, the controller and the category, exactly, or
 * by a broader term where the request subsumes. A denial needs less: it acts as soon as it overlaps, broader or
 * narrower, because a run for a purpose may be any part of it.
 */
export interface ScopeMatches {
  /** scope × axis: COVERS and DENIES bits, above them the stage of the match */
  cells: Uint8Array
  axes: readonly Axis[]
}

export interface Axis {
  /** category of data; undefined: ordinary data, unnamed */
  category: string | undefined
  /** biometrics and DPV's other special categories: only a consent that names them covers them */
  special: boolean
}

export const COVERS = 1
export const DENIES = 2

/** How far a row's scope agrees with the request; the first thing that disagrees. */
export const Stage = { purpose: 0, processing: 1, controller: 2, category: 3, transfer: 4, all: 5 } as const
export const STAGE_SHIFT = 2

export function matchScopes(scopes: readonly Scope[], request: ResolvedRequest): ScopeMatches {
  const axes = axesOf(request.categories)
  const purposes = termMatcher('purpose', request.purpose, request.subsume)
  const processing = termMatcher('processing', request.processing, request.subsume)
  const controllers = controllerMatcher(request.controllers)
  const categories = axes.map((axis) => categoryMatcher(axis, request.subsume))
  const transfers = transferMatcher(request.transfers)

  const cells = new Uint8Array(scopes.length * axes.length)
  scopes.forEach((scope, s) => {
    const shared = [purposes(scope.purposes), processing(scope.processing), controllers(scope.controllers)]
    categories.forEach((matcher, a) => {
      const matches = [...shared, matcher(scope.categories), transfers(scope.transfers)]
      const covers = matches.every((match) => match & COVERS) ? COVERS : 0
      const denies = matches.every((match) => match & DENIES) ? DENIES : 0
      const failing = matches.findIndex((match) => !(match & COVERS))
      cells[s * axes.length + a] = covers | denies | ((failing < 0 ? Stage.all : failing) << STAGE_SHIFT)
    })
  })
  return { cells, axes }
}

type Matcher = (terms: Terms) => number
type Kind = 'purpose' | 'processing' | 'personal-data'

function axesOf(categories: readonly string[]): Axis[] {
  const axes = categories.map((category): Axis => ({ category, special: isSpecial(category) }))
  const ordinary = axes.filter((axis) => !axis.special)
  const special = axes.filter((axis) => axis.special)
  return [...(ordinary.length > 0 ? ordinary : [{ category: undefined, special: false }]), ...special]
}

/** Bits of a row's terms: `all` for `*`, else what any of them has; a term is looked at once for all scopes. */
function byTerm(matchTerm: (term: string) => number, all: number): Matcher {
  const known = new Map<string, number>()
  return (terms) => {
    if (terms === '*') return all
    let bits = 0
    for (const term of terms) {
      let match = known.get(term)
      if (match === undefined) known.set(term, (match = matchTerm(term)))
      bits |= match
    }
    return bits
  }
}

/** One term against the requested one; `mayCover` says whether a broader term may stand for it. */
function matchTerm(kind: Kind, term: string, requested: string, mayCover: boolean): number {
  if (term === requested) return COVERS | DENIES
  if (isAncestor(kind, term, requested)) return mayCover ? COVERS | DENIES : DENIES
  return isAncestor(kind, requested, term) ? DENIES : 0
}

function termMatcher(kind: Kind, requested: string, subsume: boolean): Matcher {
  return byTerm((term) => matchTerm(kind, term, requested, subsume), COVERS | DENIES)
}

function controllerMatcher(names: readonly string[]): Matcher {
  return byTerm((term) => (names.includes(term) ? COVERS | DENIES : 0), COVERS | DENIES)
}

/** Every transfer that the run makes has to be in the consent; a denial is one whatever it says of transfers. */
function transferMatcher(needed: readonly string[]): Matcher {
  return (terms) => {
    if (terms === '*') return COVERS | DENIES
    const allowed = (transfer: string) =>
      terms.includes(transfer) || (transfer.startsWith('to:') && terms.includes('third-parties'))
    return needed.every(allowed) ? COVERS | DENIES : DENIES
  }
}

function categoryMatcher({ category, special }: Axis, subsume: boolean): Matcher {
  // Ordinary data: any ordinary category that a row names, since the request does not say which it uses.
  if (category === undefined) return byTerm((term) => (isSpecial(term) ? 0 : COVERS | DENIES), COVERS | DENIES)
  if (!special) return termMatcher('personal-data', category, subsume)
  return byTerm((term) => matchTerm('personal-data', term, category, subsume && namesSpecial(term)), DENIES)
}

/** A broader term still names the category when it is special itself: "biometric" for a fingerprint, not "special data". */
function namesSpecial(term: string): boolean {
  return term !== specialRoot() && isSpecial(term)
}

/** Within DPV's special categories, as biometrics are. */
function isSpecial(category: string): boolean {
  const root = specialRoot()
  return category === root || isAncestor('personal-data', root, category)
}

function specialRoot(): string {
  return resolveTerm('personal-data', 'dpv:SpecialCategoryPersonalData')!.id
}
