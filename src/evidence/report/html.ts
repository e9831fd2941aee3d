/** Text that is HTML already. Made by `html` alone, so whatever else is put into a page is escaped. */
export interface Html {
  readonly html: string
}

export type Content = string | number | Html | undefined | readonly Content[]

/** A template whose values are escaped, unless they are HTML; lists are joined, undefined is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { html: parts.reduce((text, part, i) => text + textOf(values[i - 1]) + part) }
}

/** `text` as it is: for a style, a script, and nothing that came from outside. */
export function raw(text: string): Html {
  return { html: text }
}

function textOf(content: Content): string {
  if (content === undefined) return ''
  if (typeof content === 'number') return String(content)
  if (typeof content === 'string') return escape(content)
  return 'html' in content ? content.html : content.map(textOf).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}
