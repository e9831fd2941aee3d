import { columnTypeOf, type ColumnType } from '../../../record/column-type.ts'
import { BlockFault, type OutputSpec } from '../format.ts'
import type { Column } from '../parquet/column.ts'
import type { LeafNode, LeafType } from '../parquet/schema.ts'
import { valuesOf } from '../parquet/value-bytes.ts'
import type { WrittenColumn } from './columns.ts'
import { flatText, type RowColumn } from './rows.ts'

/** Columns of rows that came as text: of texts, but for those that a policy gives another type. */
export function rowFields(columns: readonly WrittenColumn[], { types = {} }: OutputSpec): LeafNode[] {
  return columns.map(({ name, path }) => {
    const words = Object.hasOwn(types, path) ? types[path] : undefined
    const type = leafType((words === undefined ? undefined : columnTypeOf(words)) ?? { is: 'string' })
    return { kind: 'leaf', name, optional: true, type }
  })
}

function leafType(type: ColumnType): LeafType {
  switch (type.is) {
    case 'string':
      return { physical: 'bytes', width: 0, meaning: { is: 'string' } }
    case 'boolean':
      return { physical: 'boolean', width: 1, meaning: { is: 'none' } }
    case 'int32':
      return { physical: 'int32', width: 4, meaning: { is: 'none' } }
    case 'int64':
      return { physical: 'int64', width: 8, meaning: { is: 'none' } }
    case 'double':
      return { physical: 'double', width: 8, meaning: { is: 'none' } }
    case 'date':
      return { physical: 'int32', width: 4, meaning: { is: 'date' } }
    case 'decimal':
      return { physical: 'fixed', width: 16, meaning: type }
    case 'time':
      return type.unit === 'millis'
        ? { physical: 'int32', width: 4, meaning: type as LeafType['meaning'] }
        : { physical: 'int64', width: 8, meaning: type as LeafType['meaning'] }
    case 'timestamp':
      return { physical: 'int64', width: 8, meaning: type as LeafType['meaning'] }
  }
}

/** The values of a column. A blank text is null where texts have no place. Throws BlockFault for one that is not of the type. */
export function typedColumn(
  column: RowColumn,
  records: number,
  { type }: LeafNode,
  nested: OutputSpec['nested'],
): Column {
  const defs = new Uint8Array(records)
  const isText = type.meaning.is === 'string'
  const texts: string[] = []
  const rows: number[] = []
  for (let row = 0; row < records; row++) {
    const text = flatText(column, row, nested)
    if (text === null || (!isText && text.trim() === '')) continue
    defs[row] = 1
    texts.push(isText ? text : asWritten(type, text.trim()))
    rows.push(row)
  }
  const store = valuesOf(type, texts, (index) => {
    throw new BlockFault(
      'INPUT_VALUE',
      'a value is not of the type that the policy gives its column',
      rows[index]!,
      0,
      ['mend the value, or give the column another type under "output.types": string holds any'],
      column.path,
    )
  })
  return { entries: records, defs, reps: undefined, store, indexes: undefined }
}

/** Times as the columns have them: a `T` in front, seconds, and the zone of the column. */
function asWritten({ meaning }: LeafType, text: string): string {
  if (meaning.is === 'time') return withSeconds(text)
  if (meaning.is !== 'timestamp') return text
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:?\d\d)?$/.exec(text)
  if (!match) return text
  const [, date, written, zone] = match
  const time = withSeconds(written!)
  if (!meaning.utc || zone === undefined || zone === 'Z') return `${date}T${time}${zone ?? ''}`
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  const at = Date.parse(`${date}T${time.slice(0, 5)}:00Z`) - (zone.startsWith('-') ? -minutes : minutes) * 60_000
  // What is no time stays as it is, and is refused.
  return Number.isNaN(at) ? text : `${new Date(at).toISOString().slice(0, 16)}${time.slice(5)}Z`
}

function withSeconds(time: string): string {
  return /^\d\d:\d\d$/.test(time) ? `${time}:00` : time
}
