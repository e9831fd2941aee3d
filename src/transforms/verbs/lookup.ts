import { Kind } from '../../record/batch.ts'
import { PerdeError } from '../../errors.ts'
import { parseSideTable } from '../side-table.ts'
import { ValueFault } from '../verb.ts'
import type { Transform, Verb } from '../verb.ts'

interface Options {
  /** a table of two columns: the value, what stands in its place */
  file: string
  /** what to do with a value that the table lacks, default `fail` */
  missing?: 'fail' | 'null' | 'keep'
}

/**
 * Replaces values by a table. Spaces around the value do not count. Whoever holds the table can go back.
 * A JSON number stays a number only where every replacement is one, so that a column has one type.
 */
export const verb = {
  name: 'lookup',
  summary: 'replaces values by a table',
  properties: { iso20889: 'pseudonymisation', joins: 'yes', unique: false, reversible: true },
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['file'],
    properties: { file: { type: 'string', minLength: 1 }, missing: { enum: ['fail', 'null', 'keep'] } },
  },
  parseShort: () => undefined,
  files: ({ file }) => [file],
  bind: ({ missing = 'fail' }, { files }) => replaceBy(readTable(files[0]!), missing),
} satisfies Verb<Options>

function readTable(text: string): Map<string, string> {
  const table = new Map<string, string>()
  for (const [index, [original, replacement]] of parseSideTable(text, 2).entries()) {
    const key = original!.trim()
    if ((table.get(key) ?? replacement) !== replacement) {
      throw new PerdeError(
        'POLICY_INVALID',
        `row ${index + 1} of a lookup table gives a second replacement for a value`,
      )
    }
    table.set(key, replacement!)
  }
  return table
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

function replaceBy(table: ReadonlyMap<string, string>, missing: 'fail' | 'null' | 'keep'): Transform {
  const numbers = [...table.values()].every((value) => JSON_NUMBER.test(value))
  return ({ text, kind }) => {
    const out = { text: text.slice(), kind: kind.slice() }
    for (let i = 0; i < text.length; i++) {
      const found = table.get(text[i]!) ?? table.get(text[i]!.trim())
      if (found !== undefined) {
        out.text[i] = found
        if (!(numbers && kind[i] === Kind.number)) out.kind[i] = Kind.string
      } else if (missing === 'fail') throw new ValueFault(i, 'the value is not in the lookup table')
      else if (missing === 'null') {
        out.text[i] = ''
        out.kind[i] = Kind.null
      }
    }
    return out
  }
}
