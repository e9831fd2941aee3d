/**
 * Canonical JSON (RFC 8785) of plain data, as `canonicalize` writes it: keys in the order of their UTF-16 units, values as
 * `JSON.stringify` has them. For plans: a tree of a hundred thousand splits takes no more than its text.
 * `undefined` in an object is left out.
 */
export function canonicalText(value: unknown): string {
  const pieces: Buffer[] = []
  let text = ''
  const put = (piece: string) => {
    text += piece
    if (text.length < PIECE) return
    pieces.push(Buffer.from(text))
    text = ''
  }
  // Names come again and again; in quotes they are made once.
  const names = new Map<string, string>()
  const quoted = (name: string): string => {
    let own = names.get(name)
    if (own === undefined) names.set(name, (own = `${JSON.stringify(name)}:`))
    return own
  }
  const write = (given: unknown): void => {
    if (typeof given === 'number') return put(Number.isSafeInteger(given) ? String(given) : JSON.stringify(given))
    if (given === null || typeof given !== 'object') return put(JSON.stringify(given))
    if (Array.isArray(given)) {
      if (isNumeric(given)) return put(JSON.stringify(given))
      put('[')
      for (let i = 0; i < given.length; i++) {
        if (i > 0) put(',')
        write(given[i])
      }
      return put(']')
    }
    let first = true
    put('{')
    for (const key of Object.keys(given).sort()) {
      const own = (given as Record<string, unknown>)[key]
      if (own === undefined) continue
      put(first ? quoted(key) : `,${quoted(key)}`)
      first = false
      write(own)
    }
    put('}')
  }
  write(value)
  return Buffer.concat([...pieces, Buffer.from(text)]).toString()
}

/** Characters that are gathered before they are put aside as bytes: a chain of small strings costs many times its text. */
const PIECE = 1 << 14

/** A list of numbers, or of such lists: nothing in it has an order that could be another. */
function isNumeric(list: readonly unknown[]): boolean {
  for (let i = 0; i < list.length; i++) {
    const value = list[i]
    if (typeof value !== 'number' && !(Array.isArray(value) && isNumeric(value))) return false
  }
  return true
}
