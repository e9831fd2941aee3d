import type { Miss } from './score-rows.ts'

export interface MissClass extends Miss {
  count: number
}

/** Misses of the same kind, entity, language and reason together, most first. */
export function missClasses(misses: readonly Miss[]): MissClass[] {
  const classes = new Map<string, MissClass>()
  for (const miss of misses) {
    const key = [miss.kind, miss.lang, miss.entity, miss.reason].join('\0')
    const known = classes.get(key)
    if (known) known.count++
    else classes.set(key, { ...miss, count: 1 })
  }
  return [...classes.values()].sort((a, b) => b.count - a.count)
}
