/**
 * Arrays as PostgreSQL writes them in text, `{a,"b c",NULL,{…}}` (array_in and array_out in its manual, 8.15.6), to and
 * from JSON. Elements become strings, whatever their type: their written form is kept.
 */

/** undefined: it is no array. Bounds that are written before it, `[0:1]={…}`, are left out. */
export function arrayToJson(text: string): string | undefined {
  const start = /^\s*(?:(?:\[[+-]?\d+:[+-]?\d+\])+\s*=\s*)?(?=\{)/.exec(text)
  if (!start) return undefined
  const scan = { text, at: start[0].length, depth: 0 }
  const json = readArray(scan)
  return json !== undefined && text.slice(scan.at).trim() === '' ? json : undefined
}

/** The server has at most six dimensions. */
const MOST_DIMENSIONS = 6

interface Scan {
  text: string
  at: number
  depth: number
}

function readArray(scan: Scan): string | undefined {
  const { text } = scan
  if (++scan.depth > MOST_DIMENSIONS) return undefined
  const elements: string[] = []
  scan.at++
  skipSpace(scan)
  if (text[scan.at] === '}') scan.at++
  else
    for (;;) {
      skipSpace(scan)
      const element = text[scan.at] === '{' ? readArray(scan) : readElement(scan)
      if (element === undefined) return undefined
      elements.push(element)
      skipSpace(scan)
      const c = text[scan.at++]
      if (c === '}') break
      if (c !== ',') return undefined
    }
  scan.depth--
  return `[${elements.join(',')}]`
}

function readElement(scan: Scan): string | undefined {
  const { text } = scan
  if (text[scan.at] === '"') {
    const [all] = /^"(?:[^"\\]|\\[\s\S])*"/.exec(text.slice(scan.at)) ?? []
    if (all === undefined) return undefined
    scan.at += all.length
    return JSON.stringify(all.slice(1, -1).replace(/\\([\s\S])/g, '$1'))
  }
  const [plain] = /^(?:[^",{}\\]|\\[\s\S])+/.exec(text.slice(scan.at)) ?? []
  if (plain === undefined) return undefined
  scan.at += plain.length
  const value = plain.trimEnd().replace(/\\([\s\S])/g, '$1')
  return plain.trimEnd().toUpperCase() === 'NULL' ? 'null' : JSON.stringify(value)
}

function skipSpace(scan: Scan): void {
  while (/\s/.test(scan.text[scan.at] ?? '')) scan.at++
}

/** The array as array_out writes it; `json` is what `arrayToJson` gave, with elements changed. */
export function jsonToArray(json: string): string {
  const write = (value: unknown): string =>
    Array.isArray(value) ? `{${value.map(write).join(',')}}` : value === null ? 'NULL' : element(String(value))
  const value = JSON.parse(json) as unknown
  // A mark in the place of all elements is the only one.
  return write(Array.isArray(value) ? value : [value])
}

function element(text: string): string {
  const plain = text !== '' && !/["\\{},\s]/.test(text) && text.toUpperCase() !== 'NULL'
  return plain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}
