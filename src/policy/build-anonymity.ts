import type { AnonymitySpec, ClosenessSpec, DiversitySpec, HierarchySpec, LikenessSpec } from './policy.ts'

/** The section as it is written: short forms, a share as a percentage. */
export interface WrittenAnonymity extends Partial<
  Omit<AnonymitySpec, 'l' | 't' | 'beta' | 'suppress-at-most' | 'hierarchies'>
> {
  l?: Record<string, number | DiversitySpec>
  t?: Record<string, number | ClosenessSpec>
  beta?: Record<string, number | LikenessSpec>
  'suppress-at-most'?: string
  hierarchies?: Record<string, string | WrittenHierarchy>
}

type WrittenHierarchy =
  | Exclude<HierarchySpec, { intervals: number[] } | { regions: unknown }>
  | { intervals: number[] | { widths: number[]; lower?: number; upper?: number } }
  | { regions: Gazetteer | { of: Gazetteer; names?: 'kk' | 'ru' | 'en' } }

type Gazetteer = Extract<HierarchySpec, { regions: unknown }>['regions']

/** Fills in defaults and writes short forms out. */
export function buildAnonymity(written: WrittenAnonymity): AnonymitySpec {
  return {
    ...(written.source !== undefined && { source: written.source }),
    model: written.model ?? 'top-down',
    k: written.k ?? 0,
    l: longForms(written.l, (distinct) => ({ distinct })),
    t: longForms(written.t, (equal) => ({ equal })),
    beta: longForms(written.beta, (enhanced) => ({ enhanced })),
    disclosure: written.disclosure ?? {},
    unit: written.unit ?? 'record',
    'suppress-at-most': Number.parseFloat(written['suppress-at-most'] ?? '0') / 100,
    suppressed: written.suppressed ?? 'drop',
    hierarchies: Object.fromEntries(
      Object.entries(written.hierarchies ?? {}).map(([path, spec]) => [path, hierarchySpec(spec)]),
    ),
    utility: written.utility ?? 'loss',
    ...(written.population !== undefined && { population: written.population }),
    'if-not-met': written['if-not-met'] ?? 'fail',
    ...(written.plan !== undefined && { plan: written.plan }),
    ...(written.releases !== undefined && { releases: written.releases }),
  }
}

function longForms<T>(written: Record<string, number | T> | undefined, long: (n: number) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(written ?? {}).map(([path, spec]) => [path, typeof spec === 'number' ? long(spec) : spec]),
  )
}

function hierarchySpec(written: string | WrittenHierarchy): HierarchySpec {
  if (typeof written === 'string') return { file: written }
  if ('regions' in written) {
    const { regions } = written
    if (typeof regions === 'string') return { regions }
    const { of, ...language } = regions
    return { regions: of, ...language }
  }
  if (!('intervals' in written)) return written
  const { intervals } = written
  if (Array.isArray(intervals)) return { intervals }
  const { widths = [], ...outer } = intervals
  return { intervals: widths, ...outer }
}
