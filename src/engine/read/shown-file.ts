/**
 * How an input may be named in a message: values in the names of its folders are data, and stand there only where they look
 * like none. The file is still found by its other folders and its own name.
 */
export function shownFile(name: string, publishable: (text: string) => boolean): string {
  const parts = name.split('/')
  return parts
    .map((part, i) => {
      const at = part.indexOf('=')
      if (i === parts.length - 1 || at <= 0 || PLAIN.test(part.slice(at + 1))) return part
      return publishable(part.slice(at + 1)) ? part : `${part.slice(0, at)}=…`
    })
    .join('/')
}

/** A date or a small number: a day, a year, an hour, a shard. */
const PLAIN = /^(?:(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,4})$/
