import type { LeafType, Meaning, Physical, SchemaNode, TimeUnit } from './schema.ts'
import type { Written, WrittenStruct } from './thrift-writer.ts'

/**
 * A schema as a footer writes it: lists and maps in three levels with the names of the specification, both kinds of
 * annotations, so that old readers know them too.
 */
export function schemaElements(fields: readonly SchemaNode[]): Written[] {
  const out: WrittenStruct[] = [element({ name: 'schema', children: fields.length })]
  for (const field of fields) write(field, out)
  return out.map((struct) => ({ struct }))
}

const REPETITION = { required: 0, optional: 1, repeated: 2 } as const

interface ElementOptions {
  name: string
  repetition?: keyof typeof REPETITION
  children?: number
  type?: LeafType
  id?: number | undefined
  converted?: number | undefined
  logical?: WrittenStruct | undefined
}

function element({ name, repetition, children, type, id, converted, logical }: ElementOptions): WrittenStruct {
  const decimal = type?.meaning.is === 'decimal' ? type.meaning : undefined
  const i32 = (n: number | undefined): Written | undefined => (n === undefined ? undefined : { i32: n })
  return [
    [1, i32(type && PHYSICAL.indexOf(type.physical))],
    [2, i32(type?.physical === 'fixed' ? type.width : undefined)],
    [3, i32(repetition && REPETITION[repetition])],
    [4, { text: name }],
    [5, i32(children)],
    [6, i32(converted)],
    [7, i32(decimal?.scale)],
    [8, i32(decimal?.precision)],
    [9, i32(id)],
    [10, logical && { struct: logical }],
  ]
}

const PHYSICAL: readonly Physical[] = ['boolean', 'int32', 'int64', 'int96', 'float', 'double', 'bytes', 'fixed']

function write(node: SchemaNode, out: WrittenStruct[]): void {
  const named = {
    name: node.name,
    id: node.id,
    repetition: node.optional ? ('optional' as const) : ('required' as const),
  }
  if (node.kind === 'leaf') {
    out.push(element({ ...named, type: node.type, ...annotation(node.type.meaning) }))
    return
  }
  if (node.kind === 'struct') {
    out.push(element({ ...named, children: node.children.length }))
    for (const child of node.children) write(child, out)
    return
  }
  const none: WrittenStruct = []
  if (node.map && node.element.kind === 'struct') {
    out.push(element({ ...named, children: 1, converted: 1, logical: [[2, { struct: none }]] }))
    out.push(element({ name: 'key_value', repetition: 'repeated', children: node.element.children.length }))
    for (const child of node.element.children) write(child, out)
    return
  }
  out.push(element({ ...named, children: 1, converted: 3, logical: [[3, { struct: none }]] }))
  out.push(element({ name: 'list', repetition: 'repeated', children: 1 }))
  write({ ...node.element, name: 'element' }, out)
}

const UNIT: Record<TimeUnit, number> = { millis: 1, micros: 2, nanos: 3 }

function annotation(meaning: Meaning): { converted?: number; logical?: WrittenStruct } {
  const plain = (logical: number, converted?: number) => ({
    ...(converted !== undefined && { converted }),
    logical: [[logical, { struct: [] }]] as WrittenStruct,
  })
  switch (meaning.is) {
    case 'none':
      return {}
    case 'string':
      return plain(1, 0)
    case 'enum':
      return plain(4, 4)
    case 'json':
      return plain(12, 19)
    case 'bson':
      return plain(13, 20)
    case 'uuid':
      return plain(14)
    case 'float16':
      return plain(15)
    case 'date':
      return plain(6, 6)
    case 'decimal':
      return {
        converted: 5,
        logical: [
          [
            5,
            {
              struct: [
                [1, { i32: meaning.scale }],
                [2, { i32: meaning.precision }],
              ],
            },
          ],
        ],
      }
    case 'int': {
      const size = [8, 16, 32, 64].indexOf(meaning.bits)
      return {
        converted: (meaning.signed ? 15 : 11) + size,
        logical: [
          [
            10,
            {
              struct: [
                [1, { i8: meaning.bits }],
                [2, { flag: meaning.signed }],
              ],
            },
          ],
        ],
      }
    }
    default: {
      const unit: WrittenStruct = [[UNIT[meaning.unit], { struct: [] }]]
      const own = meaning.is === 'time' ? [7, 8, undefined] : [9, 10, undefined]
      // The old annotation knows no local times and no nanoseconds.
      const converted = meaning.utc ? own[UNIT[meaning.unit] - 1] : undefined
      return {
        ...(converted !== undefined && { converted }),
        logical: [
          [
            meaning.is === 'time' ? 7 : 8,
            {
              struct: [
                [1, { flag: meaning.utc }],
                [2, { struct: unit }],
              ],
            },
          ],
        ],
      }
    }
  }
}
