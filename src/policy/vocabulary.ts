import dpv from '../../policies/vocabulary/dpv.json' with { type: 'json' }
import { closest } from './suggest.ts'
import { ALIASES } from './vocabulary-aliases.ts'

export type TermKind = 'purpose' | 'processing' | 'legal-basis' | 'personal-data' | 'consent-status' | 'measure'

/** A term of the Data Privacy Vocabulary 2.3. */
export interface Term {
  /** `dpv:ScientificResearch`, `dpv-ai:ModelTraining`, `dpv-pd:Biometric` */
  id: string
  label: string
  /** ids of all broader terms, nearest first */
  ancestors: readonly string[]
}

/**
 * The term that a text names: its id (`dpv:…`, `dpv-ai:…`, `dpv-pd:…`, also DPV's own `ai:…` and `pd:…`), its IRI, the bare
 * term or its label in any spelling (`ModelTraining`, `model-training`, `Model Training`), or an alias. Undefined: unknown.
 */
export function resolveTerm(kind: TermKind, text: string): Term | undefined {
  const { terms, names } = INDEX[kind]
  const id = idOf(text.trim())
  const known = terms.get(id) ?? (id.includes(':') ? undefined : terms.get(names.get(spelling(id)) ?? ''))
  return known
}

/** Is the first term broader than the second, at any distance? Takes what resolveTerm takes; false for unknown terms and equal ones. */
export function isAncestor(kind: TermKind, broader: string, narrower: string): boolean {
  const above = resolveTerm(kind, broader)
  return above !== undefined && (resolveTerm(kind, narrower)?.ancestors.includes(above.id) ?? false)
}

/** Is the processing training, or a kind of it? */
export function isTraining(processing: string): boolean {
  return ['dpv-ai:ModelTraining', 'dpv-ai:TrainingTechnique'].some(
    (term) => processing === term || isAncestor('processing', term, processing),
  )
}

/** The id or alias nearest to a mistyped term; undefined where nothing is near. */
export function suggestTerm(kind: TermKind, text: string): string | undefined {
  const { terms, names } = INDEX[kind]
  if (text.includes(':')) return closest(text, terms.keys())
  const name = closest(spelling(text), names.keys())
  return name === undefined ? undefined : names.get(name)
}

/** All kinds that have this term, for "that is a processing, not a purpose". */
export function kindsOf(text: string): TermKind[] {
  return KINDS.filter((kind) => resolveTerm(kind, text) !== undefined)
}

const KINDS: readonly TermKind[] = [
  'purpose',
  'processing',
  'legal-basis',
  'personal-data',
  'consent-status',
  'measure',
]

/** Namespaces, and the prefixes DPV's own documents use, → our prefixes. */
const PREFIXES: readonly [RegExp, string][] = [
  [/^https?:\/\/w3id\.org\/dpv\/ai[#/]|^ai:/, 'dpv-ai:'],
  [/^https?:\/\/w3id\.org\/dpv\/pd[#/]|^pd:/, 'dpv-pd:'],
  [/^https?:\/\/w3id\.org\/dpv[#/]/, 'dpv:'],
]

function idOf(text: string): string {
  for (const [namespace, prefix] of PREFIXES) if (namespace.test(text)) return text.replace(namespace, prefix)
  return text
}

/** One spelling: case, spaces, dashes, underscores and -ize do not count. */
function spelling(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
    .replace(/iz(?=e|ing|ation)/g, 'is')
}

interface KindIndex {
  terms: ReadonlyMap<string, Term>
  /** spelling of bare terms, labels and aliases → id */
  names: ReadonlyMap<string, string>
}

function indexOf(kind: TermKind): KindIndex {
  const entries = dpv.terms[kind] as unknown as Record<string, [label: string, ...parents: string[]]>
  const terms = new Map<string, Term>()
  const names = new Map<string, string>()
  for (const [id, [label]] of Object.entries(entries)) {
    terms.set(id, { id, label, ancestors: ancestorsOf(id, entries) })
    names.set(spelling(label), id)
  }
  for (const id of terms.keys()) names.set(spelling(id.slice(id.indexOf(':') + 1)), id)
  for (const [alias, id] of Object.entries(ALIASES[kind] ?? {})) names.set(spelling(alias), id)
  return { terms, names }
}

function ancestorsOf(id: string, entries: Record<string, [string, ...string[]]>): string[] {
  const found = new Set<string>()
  let level = [id]
  while (level.length > 0) {
    level = level.flatMap((term) => entries[term]!.slice(1)).filter((term) => term !== id && !found.has(term))
    for (const term of level) found.add(term)
  }
  return [...found]
}

const INDEX = Object.fromEntries(KINDS.map((kind) => [kind, indexOf(kind)])) as Record<TermKind, KindIndex>
