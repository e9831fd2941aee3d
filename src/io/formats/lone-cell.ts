import type { FormatOptions } from './format.ts'

/**
 * A record that is this one cell, bare, would be no record to those who read the file: most pass over lines with nothing
 * but white space, and `\.` alone on a line ends the data where PostgreSQL reads it. In quotes it is one to all of them.
 * `blankLines`: whoever reads it knows them, and only nothing and null have to be told apart.
 */
export function isLostAlone(text: string, blankLines = false): boolean {
  if (text === '' || text === '\\.') return true
  if (blankLines) return false
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > SPACE) return false
  return true
}

/**
 * May a null that stands alone be a line with nothing on it? In quotes it would be an empty text, to a database and to
 * perde itself, which reads records again to convert them.
 */
export function readsBlankLines({ output, blankLines }: FormatOptions): boolean {
  return output !== undefined || blankLines === 'records'
}

const SPACE = 0x20
