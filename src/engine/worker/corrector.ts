import type { Correction } from '../../consent/requests/request-state.ts'
import type { SubjectKeyer } from '../../consent/subject-ref.ts'

/** Corrections of one source, ready for its records. */
export interface Corrector {
  keyer: SubjectKeyer
  /** by reference, then by field */
  byPerson: ReadonlyMap<string, ReadonlyMap<string, readonly Correction[]>>
}

export function createCorrector(keyer: SubjectKeyer, corrections: readonly Correction[]): Corrector | undefined {
  if (corrections.length === 0) return undefined
  const byPerson = new Map<string, Map<string, Correction[]>>()
  for (const one of corrections) {
    const own = byPerson.get(one.ref) ?? new Map<string, Correction[]>()
    byPerson.set(one.ref, own.set(one.field, [...(own.get(one.field) ?? []), one]))
  }
  return { keyer, byPerson }
}
