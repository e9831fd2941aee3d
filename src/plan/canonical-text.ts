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
  const write = (given: unknown): void => {
    if (given === null || typeof given !== 'object') return put(JSON.stringify(given))
    if (Array.isArray(given)) {
      if (given.every(isNumeric)) return put(JSON.stringify(given))
      put('[')
      given.forEach((element, i) => {
        if (i > 0) put(',')
        write(element)
      })
      return put(']')
    }
    let first = true
    put('{')
    for (const key of Object.keys(given).sort()) {
      const own = (given as Record<string, unknown>)[key]
      if (own === undefined) continue
      put(`${first ? '' : ','}${JSON.stringify(key)}:`)
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

/** A number, or a list of such: nothing in it has an order that could be another. */
function isNumeric(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isNumeric) : typeof value === 'number'
}
