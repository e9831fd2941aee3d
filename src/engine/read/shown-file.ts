import { WITHHELD } from '../../detect/publishable.ts'

/**
 * How an input may be named in a message: values in the names of its folders are data, and so is its own name where it looks
 * like a person's or has a long number; both stand there only where they look like none. `ordinal`: which of the files of its
 * input it is, from 0, by which it is still found.
 */
export function shownFile(name: string, publishable: (text: string) => boolean, ordinal = 0): string {
  const parts = name.split('/')
  return parts
    .map((part, i) => {
      if (i === parts.length - 1) return ownName(part, publishable, ordinal)
      const at = part.indexOf('=')
      if (at <= 0 || PLAIN.test(part.slice(at + 1))) return part
      return publishable(part.slice(at + 1)) ? part : `${part.slice(0, at)}=…`
    })
    .join('/')
}

function ownName(part: string, publishable: (text: string) => boolean, ordinal: number): string {
  const [, stem = '', ending = ''] = /^(.*?)((?:\.[a-z0-9]{1,8}){0,2})$/is.exec(part) ?? []
  const words = stem.replace(DATES, ' ').trim()
  return words === '' || publishable(words) ? part : `${WITHHELD}, file ${ordinal + 1} by name${ending}`
}

/** A date or a small number: a day, a year, an hour, a shard. */
const PLAIN = /^(?:(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,4})$/
/** Of an export, with its time; of the years in which data are kept, not of a birth before. */
const DATES = /(?<!\d)20\d{2}[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?[0-3]\d(?:[T_-]?\d{4,6}Z?)?)?(?!\d)/g
