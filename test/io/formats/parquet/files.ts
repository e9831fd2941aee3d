import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FieldNode } from '../../../../src/record/field-node.ts'
import { Kind, type Edit, type Values } from '../../../../src/record/batch.ts'
import type { FormatOptions, Layout, RandomBytes, ReadBlock } from '../../../../src/io/formats/format.ts'
import { parquet } from '../../../../src/io/formats/parquet/parquet.ts'

const folder = join(import.meta.dirname, '../../../corpora/parquet')

export function corpus(name: string): Buffer {
  return readFileSync(join(folder, `${name}.parquet`))
}

export function corpusTexts(name: string): unknown[] {
  const lines = readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as unknown)
}

export function inMemory(bytes: Uint8Array): RandomBytes {
  return {
    size: bytes.length,
    readAt: async (into, offset) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).copy(into, 0, offset),
  }
}

type Rule = { column?: boolean; written?: FieldNode['written']; whole?: FieldNode['whole'] }

/** A tree that reads every field, or what `rule` says of a path. */
export function treeOf(rule: (path: string) => Rule = () => ({})): { root: FieldNode; paths: string[] } {
  const paths: string[] = []
  const at = (path: string): FieldNode => {
    const { column = true, written, whole = 'no' } = path === '' ? { column: false } : rule(path)
    const children = new Map<string, FieldNode>()
    const child = (below: string) => {
      let node = children.get(below)
      if (!node) children.set(below, (node = at(below)))
      return node
    }
    return {
      path,
      column: column ? paths.push(path) - 1 : -1,
      whole,
      written,
      bare: false,
      repeats: 'any',
      textApart: false,
      deeper: false,
      child: (name) => child(path === '' ? name : `${path}.${name}`),
      element: () => child(`${path}[]`),
      attribute: (name) => child(`${path}.@${name}`),
      part: (part) => child(`${path}.#${part}`),
      meet: () => undefined,
    }
  }
  return { root: at(''), paths }
}

export interface ReadFile {
  layout: Layout
  blocks: { bytes: Uint8Array; read: ReadBlock }[]
}

export async function readFile(bytes: Uint8Array, root: FieldNode, options: FormatOptions = {}): Promise<ReadFile> {
  const { layout, blocks } = await parquet.index(inMemory(bytes), options)
  const found: ReadFile = { layout, blocks: [] }
  for await (const { bytes: block } of blocks())
    found.blocks.push({ bytes: block, read: parquet.read(block, layout, root) })
  return found
}

/** Cells by path: record in the file, text (null for null). */
export async function cellsOf(bytes: Uint8Array): Promise<Record<string, [number, string | null][]>> {
  const { blocks } = await readFile(bytes, treeOf().root)
  const cells: Record<string, [number, string | null][]> = {}
  let before = 0
  for (const { read } of blocks) {
    for (const column of read.batch.columns) {
      if (!column) continue
      const of = (cells[column.path] ??= [])
      column.text.forEach((text, i) => of.push([before + column.row[i]!, column.kind[i] === Kind.null ? null : text]))
    }
    before += read.batch.records
  }
  return cells
}

/** Records of a flat table as the texts of their cells. */
export async function recordsOf(bytes: Uint8Array): Promise<Record<string, string | null>[]> {
  const records: Record<string, string | null>[] = []
  for (const [path, cells] of Object.entries(await cellsOf(bytes)))
    for (const [record, text] of cells) (records[record] ??= {})[path] = text
  return records
}

export interface Rewrite {
  rule?: (path: string) => Rule
  /** new cells by path, from what they were */
  edit?: Record<string, (values: Values) => Values>
  /** paths that leave */
  removed?: string[]
  /** keep a record by its number in the file */
  keep?: (record: number) => boolean
  options?: FormatOptions
}

/** The whole file written anew, as a run does it. */
export async function rewrite(bytes: Uint8Array, how: Rewrite = {}): Promise<Buffer> {
  const { rule, edit = {}, removed = [], keep = () => true, options = {} } = how
  const { root, paths } = treeOf(rule)
  const { layout, blocks } = await readFile(bytes, root, options)
  const gone = new Set(removed.map((path) => paths.indexOf(path)))
  const assembly = parquet.assemble!(layout, root, gone)
  const out: Uint8Array[] = [parquet.prologue(layout, root, gone, new Uint8Array())]
  let before = 0
  for (const { read } of blocks) {
    const { records } = read.batch
    const edits = read.batch.columns.flatMap((column, c): Edit[] =>
      column && edit[column.path] ? [{ column: c, values: edit[column.path]!(column) }] : [],
    )
    const kept = Uint8Array.from({ length: records }, (_, i) => Number(keep(before + i)))
    out.push(assembly.add(read.splice(edits, kept, gone)))
    before += records
  }
  return Buffer.concat([...out, assembly.end()])
}
