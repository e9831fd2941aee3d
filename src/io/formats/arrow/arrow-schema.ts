import { PerdeError } from '../../../errors.ts'
import { Damaged } from '../parquet/damaged.ts'
import { MOST_LEAVES, type LeafNode, type LeafType, type SchemaNode, type TimeUnit } from '../parquet/schema.ts'
import { byteAt, idAt, intAt, shortAt, tableAt, tablesAt, textAt, type FlatTable } from './flat-reader.ts'

/** Numbers of types (format/Schema.fbs, union Type). */
export const TYPE = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  list: 12,
  struct: 13,
  fixedBinary: 15,
  fixedList: 16,
  map: 17,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  binaryView: 23,
  utf8View: 24,
} as const

export const UNITS: readonly TimeUnit[] = ['millis', 'millis', 'micros', 'nanos']

const MOST_DEPTH = 30

/** The fields of the records. Throws Damaged; INPUT_FORMAT for a type that is not read. */
export function readArrowSchema(schema: FlatTable): SchemaNode[] {
  if (shortAt(schema, 0) !== 0)
    throw unread('its numbers have their highest byte first', 'have it written on another machine')
  return fieldsOf(tablesAt(schema, 1), { leaves: 0, column: 0 }, 0)
}

interface Count {
  leaves: number
  /** of the schema, from 1, in which it is read now */
  column: number
}

function fieldsOf(fields: readonly FlatTable[], count: Count, depth: number): SchemaNode[] {
  if (depth > MOST_DEPTH) throw new Damaged('its schema is nested too deeply')
  const places = new Map<string, number>()
  return fields.map((field, i) => {
    if (depth === 0) count.column = i + 1
    const name = textAt(field, 0) ?? ''
    const first = places.get(name)
    // Which name it is stays unsaid: whoever wrote the schema may have taken it from the data.
    if (first !== undefined)
      throw new PerdeError('INPUT_DUPLICATE_FIELD', `${placed(first, i, depth)} have the same name`, {
        hints: ['give each column its own name: rules are found by name'],
      })
    places.set(name, i)
    return nodeOf(field, name, count, depth)
  })
}

function placed(first: number, second: number, depth: number): string {
  const both = `${first + 1} and ${second + 1}`
  return depth === 0 ? `columns ${both}` : `fields ${both} of a struct`
}

function nodeOf(field: FlatTable, name: string, count: Count, depth: number): SchemaNode {
  if (++count.leaves > MOST_LEAVES) throw new Damaged('its schema has too many columns')
  const type = byteAt(field, 2)
  const inner = tableAt(field, 3) ?? emptyTable()
  const children = tablesAt(field, 5)
  const named = { name, optional: byteAt(field, 1) !== 0 }
  const dictionary = tableAt(field, 4)
  const nested = type === TYPE.struct || type === TYPE.map || LISTS.has(type)
  if (nested && dictionary) throw unread('a dictionary holds values inside of values', 'have it written without')
  if (type === TYPE.struct) {
    if (children.length === 0) throw new Damaged('its schema has a group without fields')
    return { ...named, kind: 'struct', children: fieldsOf(children, count, depth + 1) }
  }
  if (nested) {
    if (children.length !== 1) throw new Damaged('a list has not one kind of elements')
    const [element] = fieldsOf(children, count, depth + 1)
    const size = type === TYPE.fixedList ? intAt(inner, 0) : undefined
    if (size !== undefined && !(size > 0 && size < 1 << 20)) throw new Damaged('a list has a size that cannot be')
    const arrow = { ...(type === TYPE.largeList && { large: true as const }), ...(size !== undefined && { size }) }
    return { ...named, kind: 'list', ...listOf(type, element!), ...(Object.keys(arrow).length > 0 && { arrow }) }
  }
  return leafOf(named, type, inner, dictionary, count.column)
}

const LISTS: ReadonlySet<number> = new Set([TYPE.list, TYPE.largeList, TYPE.fixedList])

function listOf(type: number, element: SchemaNode): { map: boolean; element: SchemaNode } {
  if (type !== TYPE.map) return { map: false, element: { ...element, name: 'element' } }
  if (element.kind !== 'struct' || element.children.length !== 2) throw new Damaged('a map has no keys and values')
  const [key, value] = element.children
  const children = [
    { ...key!, name: 'key' },
    { ...value!, name: 'value' },
  ]
  return { map: true, element: { ...element, name: 'key_value', optional: false, children } }
}

function leafOf(
  named: { name: string; optional: boolean },
  type: number,
  inner: FlatTable,
  dictionary: FlatTable | undefined,
  column: number,
): LeafNode {
  const { arrow, ...own } = typeOf(type, inner, column)
  const coded = dictionary && { dictionary: { id: idAt(dictionary, 0), ...indexType(tableAt(dictionary, 1)) } }
  const kept = { ...arrow, ...coded }
  return {
    ...named,
    kind: 'leaf',
    // A column of nothing but nulls may be said to have none.
    optional: named.optional || type === TYPE.null,
    type: own,
    ...(Object.keys(kept).length > 0 && { arrow: kept }),
  }
}

function indexType(int: FlatTable | undefined): { bits: number; signed: boolean } {
  const bits = int ? intAt(int, 0) : 32
  if (![8, 16, 32, 64].includes(bits)) throw new Damaged('a dictionary has indexes of an impossible size')
  return { bits, signed: int ? byteAt(int, 1) !== 0 : true }
}

function typeOf(type: number, inner: FlatTable, column: number): LeafType & { arrow?: LeafNode['arrow'] } {
  const plain = (physical: LeafType['physical'], width: number, meaning: LeafType['meaning'] = { is: 'none' }) => ({
    physical,
    width,
    meaning,
  })
  const unit = shortAt(inner, 0)
  switch (type) {
    case TYPE.null:
      return { ...plain('bytes', 0, { is: 'string' }), arrow: { nothing: true } }
    case TYPE.int:
      if (intAt(inner, 0) > 64) throw unreadType(column)
      return integer(intAt(inner, 0), byteAt(inner, 1) !== 0)
    case TYPE.float:
      if (unit === 0) return plain('fixed', 2, { is: 'float16' })
      return unit === 1 ? plain('float', 4) : plain('double', 8)
    case TYPE.utf8:
      return plain('bytes', 0, { is: 'string' })
    case TYPE.largeUtf8:
      return { ...plain('bytes', 0, { is: 'string' }), arrow: { large: true } }
    case TYPE.utf8View:
      return { ...plain('bytes', 0, { is: 'string' }), arrow: { view: true } }
    case TYPE.binary:
      return plain('bytes', 0)
    case TYPE.largeBinary:
      return { ...plain('bytes', 0), arrow: { large: true } }
    case TYPE.binaryView:
      return { ...plain('bytes', 0), arrow: { view: true } }
    case TYPE.bool:
      return plain('boolean', 1)
    case TYPE.decimal:
      return decimal(intAt(inner, 0), intAt(inner, 1), intAt(inner, 2, 128))
    case TYPE.date:
      return { ...plain('int32', 4, { is: 'date' }), ...(shortAt(inner, 0, 1) === 1 && { arrow: { millis: true } }) }
    case TYPE.time: {
      const own = shortAt(inner, 0, 1)
      const meaning = { is: 'time', unit: unitOf(own), utc: false } as const
      const short = intAt(inner, 1, 32) === 32
      if (short !== own < 2) throw new Damaged('a time has a unit that does not fit its size')
      return { ...plain(short ? 'int32' : 'int64', short ? 4 : 8, meaning), ...(own === 0 && SECONDS) }
    }
    case TYPE.timestamp: {
      const zone = textAt(inner, 1)
      if (zone !== undefined && !/^[\w+\-/:]{0,64}$/.test(zone)) throw new Damaged('a time zone is none')
      const meaning = { is: 'timestamp', unit: unitOf(unit), utc: zone !== undefined && zone !== '' } as const
      const arrow = { ...(unit === 0 && SECONDS.arrow), ...(meaning.utc && { zone: zone! }) }
      return { ...plain('int64', 8, meaning), ...(Object.keys(arrow).length > 0 && { arrow }) }
    }
    case TYPE.fixedBinary: {
      const width = intAt(inner, 0)
      if (!(width > 0 && width <= 1 << 20)) throw new Damaged('a column of values of one size has no possible size')
      return plain('fixed', width)
    }
    default:
      throw unreadType(column)
  }
}

const SECONDS = { arrow: { seconds: true } } as const

function unitOf(unit: number): TimeUnit {
  const found = UNITS[unit]
  if (!found) throw new Damaged('a time has a unit that does not exist')
  return found
}

function integer(bits: number, signed: boolean): LeafType {
  if (bits === 8 || bits === 16) return { physical: 'int32', width: 4, meaning: { is: 'int', bits, signed } }
  if (bits !== 32 && bits !== 64) throw new Damaged('an integer has a size that does not exist')
  const meaning = signed ? ({ is: 'none' } as const) : ({ is: 'int', bits, signed } as const)
  return bits === 32 ? { physical: 'int32', width: 4, meaning } : { physical: 'int64', width: 8, meaning }
}

function decimal(precision: number, scale: number, bits: number): LeafType {
  if (bits !== 128 && bits !== 256) throw unread('a decimal of another size than 128 or 256 bits', 'have it written so')
  const possible = precision > 0 && precision <= (bits === 128 ? 38 : 76)
  if (!possible || scale < 0 || scale > precision) throw new Damaged('a decimal has digits that cannot be')
  return { physical: 'fixed', width: bits / 8, meaning: { is: 'decimal', precision, scale } }
}

/** A table with every field at its default. */
function emptyTable(): FlatTable {
  return { view: new DataView(Uint8Array.of(4, 0, 4, 0, 4, 0, 0, 0).buffer), at: 4 }
}

/** Which name it has stays unsaid: whoever wrote the schema may have taken it from the data. */
function unreadType(column: number): PerdeError {
  return unread(
    `column ${column} has a type that perde does not read`,
    'durations, intervals, unions, runs and integers of more than 64 bits are none: have it written as another type, or without',
  )
}

function unread(message: string, hint: string): PerdeError {
  return new PerdeError('INPUT_FORMAT', message, { hints: [hint] })
}
