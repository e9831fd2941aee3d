import { readHeader } from './headers.ts'
import { mostRestrictive, SignalFault, type SignalReading } from './reading.ts'

/** The meta tags of a page: `robots` with `noai`, `tdm-reservation`, and those that repeat a header (`http-equiv`). */
export function readHtml(text: string): SignalReading {
  if (!/<[a-z!]/i.test(text)) throw new SignalFault('it has no tag of HTML')
  const tags = text.match(/<meta\s[^<>]*>/gi) ?? []
  return mostRestrictive(
    tags.map((tag) => {
      const { name, 'http-equiv': equivalent, content = '' } = attributesOf(tag)
      const said = name ?? equivalent
      return said === undefined ? 'unknown' : readHeader(said.toLowerCase(), content)
    }),
  )
}

function attributesOf(tag: string): Record<string, string | undefined> {
  const attributes: Record<string, string> = {}
  for (const [, name, a, b, c] of tag.matchAll(/([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi))
    attributes[name!.toLowerCase()] = a ?? b ?? c ?? ''
  return attributes
}
