/** A name of an entity without case and punctuation, as names are compared: `FACE_IMAGE` is `face image`. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Whether some names, of entities or aliases, name what is asked about. */
export function namedBy(names: readonly string[]): (one: { entity: string; aliases: readonly string[] }) => boolean {
  const wanted = new Set(names.map(plainName))
  return ({ entity, aliases }) => wanted.has(plainName(entity)) || aliases.some((alias) => wanted.has(plainName(alias)))
}
