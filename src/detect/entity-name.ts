/** A name of an entity without case and punctuation, as names are compared: `FACE_IMAGE` is `face image`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
