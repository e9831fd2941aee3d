import { codeOf, ENTITIES } from './xml-scalars.ts'

/** What written text stands for: references resolved, line ends as LF (XML 1.0, 2.11). */
export function decodeText(written: string): string {
  return resolve(lineEnds(written))
}

/** The same of an attribute's value, where white space that is not written as a reference is a space (3.3.3). */
export function decodeAttribute(written: string): string {
  return resolve(lineEnds(written).replace(/[\t\n]/g, ' '))
}

/** Text and CDATA sections beside each other. */
export function decodeSections(written: string): string {
  let text = ''
  let at = 0
  for (const section of written.matchAll(/<!\[CDATA\[([^]*?)\]\]>/g)) {
    text += decodeText(written.slice(at, section.index)) + lineEnds(section[1]!)
    at = section.index + section[0].length
  }
  return text + decodeText(written.slice(at))
}

/** As an element's text has to be written. What is no character of XML gives way to U+FFFD. */
export function escapeText(text: string): string {
  return legal(text).replace(/[&<\r]|\]\]>/g, (mark) => TEXT_ESCAPES[mark]!)
}

/** As an attribute's value has to be written, in the quotes that it had. */
export function escapeAttribute(text: string, quote: string): string {
  return legal(text).replace(/[&<\r\n\t"']/g, (mark) =>
    (mark === '"' || mark === "'") && mark !== quote ? mark : ATTRIBUTE_ESCAPES[mark]!,
  )
}

/** As it has to be written in a CDATA section, which cannot say a lone carriage return. */
export function escapeCdata(text: string): string {
  return legal(text).replaceAll(']]>', ']]]]><![CDATA[>')
}

/** Without what would end a comment, or a processing instruction. */
export function escapeComment(text: string): string {
  return legal(text).replace(/-(?=-|$)/g, '- ')
}

export function escapeInstruction(text: string): string {
  return legal(text).replaceAll('?>', '? >')
}

const TEXT_ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '\r': '&#13;', ']]>': ']]&gt;' }
const ATTRIBUTE_ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
  '"': '&quot;',
  "'": '&apos;',
}

function lineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

function resolve(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;]*);/g, (_, name: string) => ENTITIES.get(name) ?? String.fromCodePoint(codeOf(name)))
}

function legal(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
}
