import { arrow } from '../../../../src/io/formats/arrow/arrow.ts'
import type { FormatOptions, Layout } from '../../../../src/io/formats/format.ts'
import { Kind, type Edit, type Values } from '../../../../src/record/batch.ts'
import { inMemory, treeOf, type ReadFile, type Rewrite } from '../parquet/files.ts'

export async function readArrow(
  bytes: Uint8Array,
  root = treeOf().root,
  options: FormatOptions = {},
): Promise<ReadFile & { layout: Layout }> {
  const { layout, blocks } = await arrow.index(inMemory(bytes), options)
  const found: ReadFile = { layout, blocks: [] }
  for await (const { bytes: block } of blocks())
    found.blocks.push({ bytes: block, read: arrow.read(block, layout, root) })
  return found
}

/** Cells by path: record in the file, text (null for null). */
export async function cellsOf(bytes: Uint8Array): Promise<Record<string, [number, string | null][]>> {
  const cells: Record<string, [number, string | null][]> = {}
  let before = 0
  for (const { read } of (await readArrow(bytes)).blocks) {
    for (const column of read.batch.columns)
      column?.text.forEach((text, i) =>
        (cells[column.path] ??= []).push([before + column.row[i]!, column.kind[i] === Kind.null ? null : text]),
      )
    before += read.batch.records
  }
  return cells
}

/** The whole file written anew, as a run does it. */
export async function rewrite(bytes: Uint8Array, how: Rewrite = {}): Promise<Buffer> {
  const { rule, edit = {}, removed = [], keep = () => true, options = {} } = how
  const { root, paths } = treeOf(rule)
  const { layout, blocks } = await readArrow(bytes, root, options)
  const gone = new Set(removed.map((path) => paths.indexOf(path)))
  const assembly = arrow.assemble!(layout, root, gone)
  const out: Uint8Array[] = [arrow.prologue(layout, root, gone, new Uint8Array())]
  let before = 0
  for (const { read } of blocks) {
    const { records } = read.batch
    const edits = read.batch.columns.flatMap((column, c): Edit[] =>
      column && edit[column.path] ? [{ column: c, values: (edit[column.path] as (v: Values) => Values)(column) }] : [],
    )
    const kept = Uint8Array.from({ length: records }, (_, i) => Number(keep(before + i)))
    out.push(assembly.add(read.splice(edits, kept, gone)))
    before += records
  }
  return Buffer.concat([...out, assembly.end()])
}
