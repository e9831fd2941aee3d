/** Bytes of `100MB`, `64KiB`, `1GB` or a plain number; undefined where the text is no size. */
export function bytesOf(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d+)?)(?:([kmgt])i?)?b?$/iu.exec(text) ?? []
  if (digits === undefined) return undefined
  const power = unit === undefined ? 0 : 'kmgt'.indexOf(unit.toLowerCase()) + 1
  return Math.round(Number(digits) * (text.toLowerCase().includes('i') ? 1024 : 1000) ** power)
}
