import { PerdeError } from '../../errors.ts'
import { formatName } from '../../record/path.ts'

/**
 * Field paths from names between commas; a name with a comma, or with signs of paths in it, stands in double quotes. Throws USAGE,
 * naming the option.
 */
export function fieldList(list: string, option: string): string[] {
  const found = [...list.matchAll(/\s*("(?:[^"]|"")*"|[^,"]*)\s*(?:,|$)/g)].map((match) => match[1]!.trim())
  // The end of the text matches once more.
  found.pop()
  const own = found.map((name) => (/^".*"$/.test(name) ? formatName(name.slice(1, -1).replaceAll('""', '"')) : name))
  if (own.length === 0 || own.includes(''))
    throw new PerdeError('USAGE', `${option} names fields, with commas between them`)
  return [...new Set(own)]
}
