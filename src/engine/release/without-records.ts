import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { ManifestOutput } from '../../evidence/release/manifest.ts'
import { MEMBER_TEXT } from '../../io/codings/compression.ts'
import { packMember } from '../../io/codings/pack.ts'
import { outputWriter } from '../../io/formats/convert/conversion.ts'
import { formatNamed, formatOf } from '../../io/formats/format-named.ts'
import { BlockFault, type FileAssembly, type FormatOptions, type Layout, type Writer } from '../../io/formats/format.ts'
import { localFile } from '../../io/stores/local.ts'
import { fieldTree } from '../../plan/field-tree.ts'
import { cutBlocks } from '../read/blocks.ts'
import { ownBytes } from '../../record/own-bytes.ts'

/** How the records of a source were written. */
export interface WrittenAs {
  format: string
  options: FormatOptions
}

export interface FilterJob {
  from: string
  to: string
  output: ManifestOutput
  as: WrittenAs
  /** of the records of the file: 1 stays, 0 goes */
  stays: Uint8Array
  signal?: AbortSignal | undefined
}

const BLOCK = 1024 * 1024

/**
 * Copies a file of a release without some of its records, whatever its format: the others stay byte for byte. Throws
 * DENIED_CONSENT, with a file that nobody may use, where it has another number of records than `stays` says.
 */
export async function withoutRecords({ from, to, output, as, stays, signal }: FilterJob): Promise<void> {
  const { root, removed } = fieldTree(ALL, { at: () => false, below: () => false }, 'pass')
  const options: FormatOptions = {
    ...as.options,
    ...(output.header === 0 && { header: false }),
    ...(output.record !== undefined && { record: output.record }),
  }
  const file = openFile(to, output)
  let row = 0
  let writer: Writer | undefined
  let layout: Layout | undefined
  let assembly: FileAssembly | undefined
  let empty = true
  const keepOf = (records: number): Uint8Array => {
    if (row + records > stays.length) throw otherCount()
    row += records
    return stays.subarray(row - records, row)
  }
  try {
    const source = await localFile(from, output.path)
    const blocks = cutBlocks(source, formatNamed(as.format), options, BLOCK, signal)
    for (;;) {
      const next = await blocks.next()
      if (next.done) {
        const { document } = writer!
        await file.write(assembly?.rest?.() ?? NOTHING)
        await file.write(assembly?.end() ?? document?.epilogue(layout!, next.value.after) ?? NOTHING)
        break
      }
      const { bytes, before = NOTHING } = next.value
      const format = formatOf(next.value.layout)
      if (!writer) {
        layout = next.value.layout
        for (const name of layout.fields ?? []) root.child(name)
        format.meet?.(layout, root)
        writer = outputWriter(layout, root, removed)
        assembly = writer.assemble?.(layout, root, removed)
        await file.write(writer.prologue(layout, root, removed, before))
      }
      const written = spliced(format, bytes, layout!, root, removed, keepOf)
      const apart = writer.document && empty ? writer.document.first(written) : written
      if (written.length > 0) empty = false
      await file.write(assembly?.add(written) ?? apart)
    }
    if (row !== stays.length) throw otherCount()
    await file.finish()
  } catch (e) {
    throw e instanceof BlockFault ? otherCount(e) : e
  } finally {
    file.close()
  }
}

const NOTHING = new Uint8Array()
const ALL = { name: 'release', fields: [], unlisted: 'keep' as const, tables: {} }

function spliced(
  format: ReturnType<typeof formatOf>,
  bytes: Uint8Array,
  layout: Layout,
  root: Parameters<Writer['prologue']>[1],
  removed: ReadonlySet<number>,
  keepOf: (records: number) => Uint8Array,
): Uint8Array {
  if (!format.slice) {
    const read = format.read(bytes, layout, root)
    return read.splice([], keepOf(read.batch.records), removed)
  }
  const block = format.slice(bytes, layout, root)
  for (const slice of block.slices()) slice.put([], keepOf(slice.batch.records), removed)
  return block.written()
}

/** A file that is packed as the one it is taken from. */
function openFile(path: string, { compression }: ManifestOutput) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const fd = openSync(path, 'wx', 0o600)
  const put = (bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done)
  }
  let held: Uint8Array[] = []
  let size = 0
  const send = async () => {
    put(await packMember(Buffer.concat(held), compression!))
    held = []
    size = 0
  }
  return {
    async write(bytes: Uint8Array) {
      if (compression === undefined) return put(bytes)
      held.push(ownBytes(bytes))
      size += bytes.length
      if (size >= MEMBER_TEXT) await send()
    },
    async finish() {
      if (compression !== undefined) await send()
    },
    close: () => closeSync(fd),
  }
}

function otherCount(cause?: unknown): PerdeError {
  return new PerdeError(
    'DENIED_CONSENT',
    'the records of the release are not those that were decided about, so nobody can be taken out of it',
    { ...(cause !== undefined && { cause }), hints: ['make the release anew without them'] },
  )
}
