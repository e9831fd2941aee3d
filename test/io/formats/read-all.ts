import { Kind, type Edit, type Values } from '../../../src/record/batch.ts'
import type { FieldNode } from '../../../src/record/field-node.ts'
import type { StreamFormat, FormatOptions, Layout, ReadBlock } from '../../../src/io/formats/format.ts'

export const NO_BYTES = new Uint8Array()

/** A tree that asks for every value: one column a path. */
export function everyField(): { root: FieldNode; paths: string[] } {
  const paths: string[] = []
  const node = (path: string): FieldNode => {
    const children = new Map<string, FieldNode>()
    const at = (key: string, full: string) => {
      let child = children.get(key)
      if (!child) children.set(key, (child = node(full)))
      return child
    }
    const under = (own: string) => (path === '' ? own : `${path}.${own}`)
    return {
      path,
      column: path === '' ? -1 : paths.push(path) - 1,
      whole: 'no',
      bare: false,
      repeats: 'any',
      textApart: false,
      deeper: false,
      child: (name) => at(`.${name}`, under(name)),
      element: () => at('[]', `${path}[]`),
      attribute: (name) => at(`@${name}`, under(`@${name}`)),
      part: (part) => at(`#${part}`, under(`#${part}`)),
      meet: () => undefined,
    }
  }
  return { root: node(''), paths }
}

/** Cuts a text into blocks of at least `size` bytes the way the engine does. */
export function blocksOf(
  format: StreamFormat,
  bytes: Uint8Array,
  options: FormatOptions,
  size: number,
): { layout: Layout; blocks: Uint8Array[] } {
  const opened = format.open(bytes, options, true)!
  const blocks: Uint8Array[] = []
  for (let at = opened.start; at < bytes.length;) {
    for (let take = size; ; take += size) {
      const complete = at + take >= bytes.length
      const { length: n, last } = format.cut(bytes.subarray(at, at + take), opened.layout, complete)
      if (n === 0 && !complete && !last) continue
      if (n > 0) blocks.push(bytes.slice(at, at + n))
      at = last ? bytes.length : at + n
      break
    }
  }
  return { layout: opened.layout, blocks }
}

/** Records as rows of decoded texts, for flat formats; null where a value is null. */
export function rowsOf(read: ReadBlock): (string | null)[][] {
  return Array.from({ length: read.batch.records }, (_, r) =>
    read.batch.columns.map((c) => (c!.kind[r] === Kind.null ? null : c!.text[r]!)),
  )
}

export function edit(column: number, values: Values): Edit {
  return { column, values }
}

export const NONE: ReadonlySet<number> = new Set()
export const keepAll = (n: number) => new Uint8Array(n).fill(1)
