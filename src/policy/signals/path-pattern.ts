/**
 * Does a pattern of robots.txt cover a path? `*` is any run of characters, `$` at its end the end of the path, and
 * anything else a beginning (RFC 9309, 2.2.2 and 2.2.3). Linear in the length of both for each star.
 */
export function coversPath(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$')
  const pieces = (anchored ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(pieces[0]!)) return false
  let from = pieces[0]!.length
  for (const piece of pieces.slice(1, anchored ? -1 : undefined)) {
    const found = path.indexOf(piece, from)
    if (found < 0) return false
    from = found + piece.length
  }
  if (!anchored) return true
  const last = pieces.at(-1)!
  return pieces.length === 1 ? path === pieces[0] : path.length - last.length >= from && path.endsWith(last)
}
