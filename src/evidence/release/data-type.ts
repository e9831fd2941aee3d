/** A type of a field as a Data Package names it. https://datapackage.org/standard/table-schema/#field-types */
export interface DataType {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'time' | 'datetime' | 'array' | 'object' | 'any'
  /** how its text is written, where it is not as the standard has it */
  format?: 'any'
  trueValues?: string[]
  falseValues?: string[]
}

/** Types in the words of Parquet, of PostgreSQL and of JSON; what is none of these is text. */
const TYPES: [words: RegExp, type: DataType][] = [
  [/^(?:u?int(?:8|16|32|64)|smallint|integer|bigint)$/, { type: 'integer' }],
  [/^(?:number|float|double|float16|real|double precision|(?:decimal|numeric)(?:\(.*\))?)$/, { type: 'number' }],
  [/^boolean$/, { type: 'boolean' }],
  [/^date$/, { type: 'date' }],
  [/^timestamp/, { type: 'datetime', format: 'any' }],
  [/^int96$/, { type: 'datetime', format: 'any' }],
  [/^time/, { type: 'time', format: 'any' }],
  [/^object$/, { type: 'any' }],
]

/**
 * What a field holds whose values had these types. `written`: what its rule makes of them, the same, texts, or texts of all but
 * numbers. `cells`: the records are text, in which PostgreSQL writes t and f for truth.
 */
export function dataTypeOf(types: readonly string[], written: 'same' | 'text' | 'words', cells: boolean): DataType {
  if (written === 'text') return { type: 'string' }
  const known = types.map((word) => TYPES.find(([words]) => words.test(word))?.[1] ?? ({ type: 'string' } as const))
  const [first] = known
  if (!first || known.some(({ type }) => type !== first.type)) return { type: 'any' }
  const isNumber = first.type === 'integer' || first.type === 'number'
  // What a rule makes of a whole number, rounds or adds noise to, need not be whole.
  if (written === 'words') return { type: isNumber ? 'number' : first.type === 'any' ? 'any' : 'string' }
  return first.type === 'boolean' && cells
    ? { ...first, trueValues: ['t', 'true'], falseValues: ['f', 'false'] }
    : first
}
