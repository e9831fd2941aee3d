import { gunzipSync } from 'node:zlib'
import type { Project, Ran } from './perde.ts'

/** What stands in a file, packed or not. */
function texts(bytes: Buffer): Buffer[] {
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return [bytes, gunzipSync(bytes)]
  } catch {
    // What is damaged is looked at as it stands.
  }
  return [bytes]
}

/** How a text may stand somewhere: as it is, escaped by a format, or encoded, wherever it begins in what is encoded with it. */
export function spellings(text: string): Buffer[] {
  const utf8 = Buffer.from(text)
  const utf16 = Buffer.from(text, 'utf16le')
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), utf8])
    // The letters at both ends hang on what stands beside it.
    const inner = whole.toString('base64').replace(/=+$/, '')
    return inner.slice(Math.ceil((before * 4) / 3), Math.floor((whole.length * 8) / 6))
  })
  const hex = utf8.toString('hex')
  return [
    utf8,
    utf16,
    Buffer.from(utf16).swap16(),
    ...[
      JSON.stringify(text).slice(1, -1),
      [...text].map((c) => (c > '~' ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c)).join(''),
      [...text].map((c) => (c > '~' ? `&#${c.codePointAt(0)!};` : c)).join(''),
      [...text].map((c) => (c > '~' ? `&#x${c.codePointAt(0)!.toString(16)};` : c)).join(''),
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      encodeURIComponent(text),
      text.toLowerCase(),
      hex,
      hex.toUpperCase(),
      ...base64,
      ...base64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
    ].map((one) => Buffer.from(one)),
  ]
}

/** Where planted texts stand in what was written besides the inputs: files and what is packed in them, names, both streams. */
export function found(p: Project, inputs: ReadonlySet<string>, planted: readonly string[], ...ran: Ran[]): string[] {
  const places: [string, Buffer][] = ran.flatMap(({ stdout, stderr }, n): [string, Buffer][] => [
    [`stdout ${n}`, Buffer.from(stdout)],
    [`stderr ${n}`, Buffer.from(stderr)],
  ])
  for (const name of p.below()) {
    if (inputs.has(name)) continue
    places.push(['a name', Buffer.from(name)])
    if (!name.endsWith('/')) for (const text of texts(p.bytes(name))) places.push([name, text])
  }
  return planted.flatMap((text, n) => {
    const forms = spellings(text)
    return places.flatMap(([place, bytes]) => (forms.some((form) => bytes.includes(form)) ? [`${n} in ${place}`] : []))
  })
}
