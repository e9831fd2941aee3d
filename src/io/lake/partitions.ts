import { PerdeError } from '../../errors.ts'

/** A column that is written in the names of folders (`region=north/`), as Hive has it: every record below has this value. */
export interface PartitionValue {
  name: string
  /** null: the folder is called after Hive's word for it */
  value: string | null
}

const NULL = '__HIVE_DEFAULT_PARTITION__'

/**
 * The columns in the folders of a path, from the outermost on, with their escapes undone. Throws INPUT_FORMAT for an escape
 * that is none and for a name that comes twice, INPUT_NUL for an escaped NUL.
 */
export function partitionsOf(path: string): PartitionValue[] {
  const found: PartitionValue[] = []
  for (const folder of path.split('/').slice(0, -1)) {
    const at = folder.indexOf('=')
    if (at <= 0) continue
    const name = unescaped(folder.slice(0, at))
    const value = folder.slice(at + 1)
    if (found.some((other) => other.name === name)) throw wrong('two folders of a path name the same column')
    found.push({ name, value: value === NULL ? null : unescaped(value) })
  }
  return found
}

/** The name of the folder of a value. */
export function partitionFolder({ name, value }: PartitionValue): string {
  // An empty value has no folder of its own in Hive either.
  return `${escaped(name)}=${value === null || value === '' ? NULL : escaped(value)}`
}

/** What Hive escapes (FileUtils.escapePathName), control characters, and a dot that a folder may not be. */
const ESCAPED = /[\u0000-\u001f"#%'*/:=?\\\u007f{[\]^ <>|]|^\.+$/g

function escaped(text: string): string {
  return text.replace(ESCAPED, (found) =>
    [...found].map((c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}

function unescaped(text: string): string {
  let plain: string
  try {
    plain = decodeURIComponent(text)
  } catch {
    throw wrong('the name of a folder has an escape that is none')
  }
  if (plain.includes('\0'))
    throw new PerdeError('INPUT_NUL', 'a NUL character stands in the name of a folder, as an escape', {
      hints: ['find the folder with: find FOLDER -name "*%00*"; other programs end the value there'],
    })
  return plain
}

function wrong(message: string): PerdeError {
  return new PerdeError('INPUT_FORMAT', message, {
    hints: ['the folders of a partition are called name=value, with %XX for what is no plain character'],
  })
}
