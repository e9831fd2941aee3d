import type {
  AnonymitySpec,
  ClosenessSpec,
  DiversitySpec,
  HierarchySpec,
  LikenessSpec,
  PopulationSpec,
  SourceSpec,
} from './policy.ts'

/** The section as it is written: short forms, a share as a percentage. */
export interface WrittenAnonymity extends Partial<
  Omit<
    AnonymitySpec,
    | 'l'
    | 't'
    | 'beta'
    | 'risk-at-most'
    | 'suppress-at-most'
    | 'presence-at-most'
    | 'hierarchies'
    | 'population'
    | 'releases'
    | 'no-ledger'
  >
> {
  l?: Record<string, number | DiversitySpec>
  t?: Record<string, number | ClosenessSpec>
  beta?: Record<string, number | LikenessSpec>
  'risk-at-most'?: { average?: string; unique?: string }
  'suppress-at-most'?: string
  'presence-at-most'?: string
  releases?: string | { none: string }
  population?: number | string | (SourceSpec & { fields?: Record<string, string> })
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
    ...(written['risk-at-most'] && {
      'risk-at-most': Object.fromEntries(
        Object.entries(written['risk-at-most']).map(([which, percentage]) => [which, share(percentage)]),
      ),
    }),
    unit: written.unit ?? 'record',
    'suppress-at-most': share(written['suppress-at-most'] ?? '0%'),
    suppressed: written.suppressed ?? 'drop',
    hierarchies: Object.fromEntries(
      Object.entries(written.hierarchies ?? {}).map(([path, spec]) => [path, hierarchySpec(spec)]),
    ),
    utility: written.utility ?? 'loss',
    ...(written.population !== undefined && { population: populationSpec(written.population) }),
    ...(written['k-map'] !== undefined && { 'k-map': written['k-map'] }),
    ...(written['presence-at-most'] !== undefined && { 'presence-at-most': share(written['presence-at-most']) }),
    'if-not-met': written['if-not-met'] ?? 'fail',
    ...(written.plan !== undefined && { plan: written.plan }),
    ...(typeof written.releases === 'string' && { releases: written.releases }),
    ...(typeof written.releases === 'object' && { 'no-ledger': written.releases.none }),
  }
}

function populationSpec(written: NonNullable<WrittenAnonymity['population']>): number | PopulationSpec {
  if (typeof written === 'number') return written
  return typeof written === 'string' ? { path: written, fields: {} } : { fields: {}, ...written }
}

function share(percentage: string): number {
  return Number.parseFloat(percentage) / 100
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
