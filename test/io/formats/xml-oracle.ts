import fc from 'fast-check'
import { SaxesParser } from 'saxes'

/** What saxes reads of a document: tags, attributes, texts, comments and instructions in their order. Throws where it refuses it. */
export function events(document: string): string[] {
  const seen: string[] = []
  let text = ''
  const flush = () => {
    if (text.trim() !== '') seen.push(`text ${text}`)
    text = ''
  }
  const parser = new SaxesParser({ xmlns: false })
  parser.on('error', (e) => {
    throw e
  })
  parser.on('doctype', () => {
    throw new Error('doctype')
  })
  parser.on('opentag', ({ name, attributes }) => {
    flush()
    seen.push(`open ${name} ${JSON.stringify(attributes)}`)
  })
  parser.on('closetag', ({ name }) => {
    // The text of an element without others in it counts whole, white space too.
    const whole = seen.at(-1)?.startsWith('open ') && text !== ''
    if (whole) seen.push(`text ${text}`)
    else flush()
    text = ''
    seen.push(`close ${name}`)
  })
  parser.on('text', (part) => (text += part))
  parser.on('cdata', (part) => (text += part))
  parser.on('comment', (comment) => {
    flush()
    seen.push(`comment ${comment}`)
  })
  parser.on('processinginstruction', ({ target, body }) => {
    flush()
    seen.push(`pi ${target} ${body}`)
  })
  parser.write(document).close()
  return seen
}

/** An element as saxes reads it. Texts stand between what is in it as they are, white space too. */
export interface Element {
  name: string
  attributes: Record<string, string>
  content: (string | Element | { aside: string })[]
  /** white space in it is nothing but layout: there is no text, but elements, comments or instructions */
  isLaidOut: boolean
}

/** The only element of a document. */
export function tree(document: string): Element {
  const root: Element = { name: '', attributes: {}, content: [], isLaidOut: false }
  const open = [{ element: root, hasText: false }]
  const put = (part: Element['content'][number]) => open.at(-1)!.element.content.push(part)
  const text = (part: string, counts: boolean) => {
    const { content } = open.at(-1)!.element
    if (typeof content.at(-1) === 'string') content.push(`${content.pop() as string}${part}`)
    else content.push(part)
    open.at(-1)!.hasText ||= counts
  }
  const parser = new SaxesParser({ xmlns: false })
  parser.on('error', (e) => {
    throw e
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, content: [], isLaidOut: false }
    put(element)
    open.push({ element, hasText: false })
  })
  parser.on('closetag', () => {
    const { element, hasText } = open.pop()!
    element.isLaidOut = !hasText && element.content.some((part) => typeof part !== 'string')
  })
  parser.on('text', (part) => text(part, part.trim() !== ''))
  parser.on('cdata', (part) => text(part, true))
  parser.on('comment', (comment) => put({ aside: comment }))
  parser.on('processinginstruction', ({ target, body }) => put({ aside: `${target} ${body}` }))
  parser.write(document).close()
  return root.content[0] as Element
}

const character = fc.constantFrom(
  'a',
  'Ж',
  'қ',
  '𐌰',
  ' ',
  '\n',
  '&',
  '<',
  '>',
  '"',
  "'",
  ']',
  ']]>',
  '-',
  '\u2028',
  '\t',
)
const name = fc.constantFrom('a', 'b', 'имя', 'h:name', 'x-1', '_', 'visit', 'note')
export const text = fc.array(character, { maxLength: 6 }).map((parts) => parts.join(''))

const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const written = fc.tuple(text, fc.constantFrom('plain', 'bare', 'cdata', 'numbers')).map(([value, how]) => {
  // ">" may stand for itself where it ends no "]]>".
  if (how === 'bare' && !value.includes(']')) return escaped(value).replaceAll(/(?<!^)&gt;/g, '>')
  if (how === 'cdata') return `<![CDATA[${value.replaceAll(']]>', ']] >')}]]>`
  if (how === 'numbers') return [...value].map((c) => `&#${c.codePointAt(0)!};`).join('')
  return escaped(value)
})
const attributes = fc
  .uniqueArray(fc.tuple(name, text, fc.constantFrom('"', "'")), { maxLength: 3, selector: ([n]) => n })
  .map((all) =>
    all
      .map(([n, value, q]) => ` ${n}=${q}${escaped(value).replaceAll('"', '&quot;').replaceAll("'", '&apos;')}${q}`)
      .join(''),
  )
const aside = fc.constantFrom('<!-- c -->', '<?go on?>', '<!---->', '\n  ', '\r\n\t', ' \n\n', '')

/** The content of an element. */
const content: fc.Arbitrary<string> = fc.letrec<{ content: string; element: string }>((tie) => ({
  content: fc.oneof(
    { maxDepth: 3 },
    written,
    fc.array(fc.oneof(written, aside, tie('element')), { maxLength: 4 }).map((parts) => parts.join('')),
  ),
  element: fc
    .tuple(
      name,
      attributes,
      fc.oneof({ maxDepth: 3 }, fc.constant(undefined), tie('content')),
      fc.constantFrom('', ' '),
    )
    .map(([n, a, inner, space]) =>
      inner === undefined ? `<${n}${a}${space}/>` : `<${n}${a}${space}>${inner}</${n}${space}>`,
    ),
})).content

/** One record as it may be written. */
export const record = fc
  .tuple(attributes, content)
  .map(([a, inner]) => (inner === '' ? `<visit${a}/>` : `<visit${a}>${inner}</visit>`))

/** A document with some records in `/export/all`, and something around them. */
export const document = fc
  .record({
    records: fc.array(record, { minLength: 1, maxLength: 6 }),
    joint: fc.constantFrom('', '\n', '\r\n\t', '<!-- between -->', '\n<?go?>\n'),
    head: fc.constantFrom(
      '',
      '<?xml version="1.0"?>',
      "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n",
      '<!-- head -->',
    ),
    before: fc.constantFrom('', '<meta by="x"><visit/></meta>', '<all2/>', '\n'),
    after: fc.constantFrom('', '<sum n="3"/>', '<!-- end -->', '\n '),
  })
  .map(({ records, joint, head, before, after }) => ({
    records,
    joint,
    start: `${head}<export xmlns="urn:x">${before}<all>${joint}`,
    end: `${joint}</all>${after}</export>\n`,
  }))
