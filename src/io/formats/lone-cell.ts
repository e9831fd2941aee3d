import type { FormatOptions } from './format.ts'

/**
 * A record that is this one cell, bare, would be no record to those who read the file: most pass over lines with nothing
 * but white space, and `\.` alone on a line ends the data where PostgreSQL reads it. In quotes it is one to all of them.
 */
export function isLostAlone(text: string): boolean {
  if (text === '\\.') return true
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > SPACE) return false
  return true
}

/** Where nobody but perde reads the records, for they are converted from there, a null may stand apart as nothing at all. */
export function isReadByOthers({ output }: FormatOptions): boolean {
  return output === undefined
}

const SPACE = 0x20
