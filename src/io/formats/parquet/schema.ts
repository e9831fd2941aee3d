import { PerdeError } from '../../../errors.ts'
import { Damaged } from './damaged.ts'
import { bytesAt, flagAt, isStruct, numberAt, structAt, type ThriftStruct, type ThriftValue } from './thrift.ts'

/**
 * A schema as people think of it: records of values, structs and lists; a map is a list of keys with values. The groups
 * with which Parquet writes lists and maps have no fields of their own, and their names are not kept. Plain data.
 */
export type SchemaNode = LeafNode | StructNode | ListNode

interface Named {
  name: string
  /** of the field, as table formats give it */
  id?: number
  /** may be null */
  optional: boolean
}

export interface LeafNode extends Named {
  kind: 'leaf'
  type: LeafType
  /** how Arrow has it, beyond the type */
  arrow?: ArrowLeaf
}

/** Forms of one type in Arrow, which are written again where the type stays. */
export interface ArrowLeaf {
  /** offsets of 64 bits */
  large?: true
  /** texts by views */
  view?: true
  /** a date in milliseconds */
  millis?: true
  /** a time in seconds, which is milliseconds here */
  seconds?: true
  zone?: string
  /** no value at all */
  nothing?: true
  /** how it is read: values are numbers of those of a dictionary */
  dictionary?: { id: string; bits: number; signed: boolean }
}

export interface StructNode extends Named {
  kind: 'struct'
  children: SchemaNode[]
}

export interface ListNode extends Named {
  kind: 'list'
  /** its elements are structs of `key` and `value` */
  map: boolean
  element: SchemaNode
  /** how Arrow has it: offsets of 64 bits, or lists of one size */
  arrow?: { large?: true; size?: number }
}

export type Physical = 'boolean' | 'int32' | 'int64' | 'int96' | 'float' | 'double' | 'bytes' | 'fixed'

/** How a column stores its values, and what they mean. */
export interface LeafType {
  physical: Physical
  /** bytes of a value in memory and in a plain page; booleans have 1 in memory; 0: each has a length of its own */
  width: number
  meaning: Meaning
}

/** Is every value a text? */
export function isTextType({ physical, meaning: { is } }: LeafType): boolean {
  return physical === 'bytes' && (is === 'string' || is === 'enum' || is === 'json')
}

export type TimeUnit = 'millis' | 'micros' | 'nanos'

export type Meaning =
  | { is: 'none' | 'string' | 'enum' | 'json' | 'bson' | 'uuid' | 'date' | 'float16' }
  | { is: 'decimal'; precision: number; scale: number }
  | { is: 'time' | 'timestamp'; unit: TimeUnit; utc: boolean }
  | { is: 'int'; bits: 8 | 16 | 32 | 64; signed: boolean }

/** Far more than tables have; a plan has at most 10,000 fields. */
const MOST_ELEMENTS = 60_000
export const MOST_LEAVES = 10_000
const MOST_DEPTH = 30

const PHYSICAL: readonly Physical[] = ['boolean', 'int32', 'int64', 'int96', 'float', 'double', 'bytes', 'fixed']
const WIDTHS: Record<Physical, number> = {
  boolean: 1,
  int32: 4,
  int64: 8,
  int96: 12,
  float: 4,
  double: 8,
  bytes: 0,
  fixed: -1,
}

/** A value of a fixed-size column may be an embedding, not a file. */
const WIDEST = 1024 * 1024

interface Element {
  struct: ThriftStruct
  name: string
  repetition: number
  children: Element[]
  /** columns have one, groups have none */
  type: number | undefined
}

/** The fields of the records, from the footer's flat list of schema elements. Throws Damaged. */
export function readSchema(list: readonly ThriftValue[]): SchemaNode[] {
  if (list.length > MOST_ELEMENTS) throw new Damaged('its schema has too many elements')
  const cursor = { list, at: 0, leaves: 0 }
  const root = readElement(cursor, 0)
  if (cursor.at !== list.length) throw new Damaged('its schema has more elements than its groups say')
  return fieldsOf(root, true)
}

function readElement(cursor: { list: readonly ThriftValue[]; at: number; leaves: number }, depth: number): Element {
  if (depth > MOST_DEPTH) throw new Damaged('its schema is nested too deeply')
  const struct = cursor.list[cursor.at++]
  if (!isStruct(struct)) throw new Damaged('its schema ends inside a group')
  // What is passed over could be what its values mean.
  for (const [id, value] of struct.fields)
    if (!isElementField(id, value)) throw new Damaged('an element of its schema says something that is not known')
  const count = numberAt(struct, 5) ?? 0
  const type = count > 0 ? undefined : numberAt(struct, 1)
  if (type === undefined && !(count > 0)) throw new Damaged('its schema has a group without fields')
  if (type !== undefined && ++cursor.leaves > MOST_LEAVES) throw new Damaged('its schema has too many columns')
  const children: Element[] = []
  for (let i = 0; i < count; i++) children.push(readElement(cursor, depth + 1))
  return {
    struct,
    name: nameOf(struct),
    repetition: depth === 0 ? REQUIRED : repetitionOf(struct),
    children,
    type,
  }
}

/** The fields of a schema element: its name, its logical type, and numbers. */
function isElementField(id: number, value: ThriftValue): boolean {
  if (id === 4) return value instanceof Uint8Array
  return id === 10 ? isStruct(value) : id < 10 && typeof value === 'number'
}

const REQUIRED = 0
const OPTIONAL = 1
const REPEATED = 2
const CONVERTED = { map: 1, mapKeyValue: 2, list: 3 } as const

function repetitionOf(struct: ThriftStruct): number {
  const repetition = numberAt(struct, 3) ?? REQUIRED
  if (![REQUIRED, OPTIONAL, REPEATED].includes(repetition))
    throw new Damaged('a field is neither required nor optional nor repeated')
  return repetition
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function nameOf(struct: ThriftStruct): string {
  const name = bytesAt(struct, 4)
  if (!name) throw new Damaged('an element of its schema has no name')
  try {
    return utf8.decode(name)
  } catch {
    throw new Damaged('a name in its schema is not UTF-8')
  }
}

function fieldsOf(group: Element, isRoot = false): SchemaNode[] {
  const places = new Map<string, number>()
  return group.children.map((child, i) => {
    const first = places.get(child.name)
    // Which name it is stays unsaid: whoever wrote the schema may have taken it from the data.
    if (first !== undefined)
      throw new PerdeError(
        'INPUT_DUPLICATE_FIELD',
        `${isRoot ? 'columns' : 'fields'} ${first + 1} and ${i + 1}${isRoot ? '' : ' of a group'} have the same name`,
        { hints: ['give each column its own name: rules are found by name'] },
      )
    places.set(child.name, i)
    return nodeOf(child)
  })
}

function nodeOf(element: Element): SchemaNode {
  if (element.repetition !== REPEATED) return valueOf(element, element.repetition === OPTIONAL)
  // A repeated field without the annotation is a list that is never null, as Protocol Buffers write it.
  return { ...namedOf(element), optional: false, kind: 'list', map: false, element: valueOf(element, false) }
}

function namedOf(element: Element): { name: string; id?: number } {
  const id = numberAt(element.struct, 9)
  return { name: element.name, ...(id !== undefined && { id }) }
}

function valueOf(element: Element, optional: boolean): SchemaNode {
  const named = { ...namedOf(element), optional }
  if (element.type !== undefined) return { ...named, kind: 'leaf', type: leafType(element) }
  const converted = numberAt(element.struct, 6)
  const logical = structAt(element.struct, 10)
  const [only, ...others] = element.children
  if (only?.repetition === REPEATED && others.length === 0 && element.repetition !== REPEATED) {
    if (converted === CONVERTED.list || (logical && structAt(logical, 3)))
      return { ...named, kind: 'list', map: false, element: elementOf(element, only) }
    const isMap =
      converted === CONVERTED.map || converted === CONVERTED.mapKeyValue || (logical && structAt(logical, 2))
    if (isMap && only.type === undefined && only.children.length <= 2)
      return { ...named, kind: 'list', map: only.children.length === 2, element: entryOf(only) }
  }
  return { ...named, kind: 'struct', children: fieldsOf(element) }
}

/** LogicalTypes.md, "Backward-compatibility rules": what repeats is the element itself, or a group around it. */
function elementOf(list: Element, repeated: Element): SchemaNode {
  const [only, ...others] = repeated.children
  const isElement =
    only === undefined ||
    others.length > 0 ||
    only.repetition === REPEATED ||
    repeated.name === 'array' ||
    repeated.name === `${list.name}_tuple`
  return isElement ? { ...valueOf(repeated, false), name: 'element' } : { ...nodeOf(only), name: 'element' }
}

function entryOf(repeated: Element): StructNode {
  const children = repeated.children.map((child, i) => ({ ...nodeOf(child), name: i === 0 ? 'key' : 'value' }))
  return { name: 'key_value', optional: false, kind: 'struct', children }
}

function leafType({ struct, type }: Element): LeafType {
  const physical = PHYSICAL[type!]
  if (physical === undefined) throw new Damaged('a column has a type that does not exist')
  const width = physical === 'fixed' ? (numberAt(struct, 2) ?? 0) : WIDTHS[physical]
  if (physical === 'fixed' && !(width > 0 && width <= WIDEST))
    throw new Damaged('a column of values of one size has no size that is possible')
  return { physical, width, meaning: meaningOf(struct, physical, width) }
}

const UNITS: readonly TimeUnit[] = ['millis', 'micros', 'nanos']
const BITS = [8, 16, 32, 64] as const

/** What does not fit the column's type means nothing. */
function meaningOf(struct: ThriftStruct, physical: Physical, width: number): Meaning {
  const logical = structAt(struct, 10)
  const [kind] = logical?.fields.keys() ?? []
  const inner = kind === undefined ? undefined : structAt(logical!, kind)
  const converted = numberAt(struct, 6)
  if (physical === 'bytes') {
    if (kind === 1 || converted === 0) return { is: 'string' }
    if (kind === 4 || converted === 4) return { is: 'enum' }
    if (kind === 12 || converted === 19) return { is: 'json' }
    if (kind === 13 || converted === 20) return { is: 'bson' }
  }
  if (kind === 5 || converted === 5) {
    const scale = (inner && numberAt(inner, 1)) ?? numberAt(struct, 7) ?? 0
    const precision = (inner && numberAt(inner, 2)) ?? numberAt(struct, 8) ?? 0
    return decimalOf(physical, precision, scale)
  }
  if (physical === 'fixed') {
    if (kind === 14 && width === 16) return { is: 'uuid' }
    if (kind === 15 && width === 2) return { is: 'float16' }
  }
  if (physical === 'int32' && (kind === 6 || converted === 6)) return { is: 'date' }
  if (kind === 7 || kind === 8) {
    const [unit] = (inner && structAt(inner, 2)?.fields.keys()) ?? []
    const found = UNITS[(unit ?? 0) - 1]
    if (!inner || !found) throw new Damaged('a column of times has no unit that is known')
    if (physical === 'int64' || (physical === 'int32' && kind === 7 && found === 'millis'))
      return { is: kind === 7 ? 'time' : 'timestamp', unit: found, utc: flagAt(inner, 1) }
  }
  if (physical === 'int32' && converted === 7) return { is: 'time', unit: 'millis', utc: true }
  if (physical === 'int64' && converted !== undefined && converted >= 8 && converted <= 10)
    return { is: converted === 8 ? 'time' : 'timestamp', unit: converted === 9 ? 'millis' : 'micros', utc: true }
  if (physical === 'int32' || physical === 'int64')
    return integerOf(physical, kind === 10 ? inner : undefined, converted)
  return { is: 'none' }
}

function integerOf(
  physical: 'int32' | 'int64',
  inner: ThriftStruct | undefined,
  converted: number | undefined,
): Meaning {
  const fits = (bits: number | undefined): bits is 8 | 16 | 32 | 64 =>
    BITS.some((b) => b === bits) && (bits === 64) === (physical === 'int64')
  const bits = inner && numberAt(inner, 1)
  if (fits(bits)) return { is: 'int', bits, signed: flagAt(inner!, 2) }
  if (converted !== undefined && converted >= 11 && converted <= 18) {
    const own = BITS[(converted - 11) % 4]
    if (fits(own)) return { is: 'int', bits: own, signed: converted >= 15 }
  }
  return { is: 'none' }
}

function decimalOf(physical: Physical, precision: number, scale: number): Meaning {
  const possible =
    Number.isInteger(precision) &&
    Number.isInteger(scale) &&
    precision > 0 &&
    precision <= 1000 &&
    scale >= 0 &&
    scale <= precision
  if (!possible || !['int32', 'int64', 'bytes', 'fixed'].includes(physical))
    throw new Damaged('a column of decimals has a precision or scale that is not possible')
  return { is: 'decimal', precision, scale }
}
