import { propertiesWith, type AnyVerb } from './any-verb.ts'
import { verbs } from './registry.ts'
import type { VerbProperties } from './verb.ts'

const byName: ReadonlyMap<string, AnyVerb> = new Map(verbs.map((v) => [v.name, v]))

/** The verb of that name. Throws for one that does not exist: policies are checked before anything is bound. */
export function verbNamed(name: string): AnyVerb {
  const verb = byName.get(name)
  if (!verb) throw new Error(`no verb is called ${name}`)
  return verb
}

/** What a step does to values. */
export function propertiesOf({ verb, options }: { verb: string; options: Record<string, unknown> }): VerbProperties {
  return propertiesWith(verbNamed(verb), options)
}
