import type { CorrectionAsked } from '../../consent/requests/request-file.ts'
import type { Correction } from '../../consent/requests/request-state.ts'
import { PerdeError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { fits } from '../worker/correct-records.ts'
import type { PersonRecord } from './person-records.ts'
import type { Readable } from './readable-corrections.ts'

/** What was asked to be corrected, held against the records of the person. */
export interface CheckedCorrections {
  /** a record of the person */
  meet(record: PersonRecord): void
  /** after the last one. Throws INPUT_REQUEST for a correction that no record would take */
  finish(): void
  of(ref: string): Correction[]
}

/**
 * A correction that meets no cell would be silently lost, and one of another kind, or one that the rule of its field cannot
 * read, would stop every later run: they are refused, by number, without what stands in them. Throws INPUT_REQUEST.
 */
export function checkCorrections(
  asked: readonly CorrectionAsked[],
  { sources }: Plan,
  readable: Readable,
): CheckedCorrections {
  asked.forEach(({ source, field }, i) => {
    const plan = sources.find(({ name }) => name === source)
    if (!plan)
      throw refused(i, 'the policy has no such source', [
        `its sources are: ${sources.map(({ name }) => name).join(', ')}`,
      ])
    if (!plan.subject) throw refused(i, 'the policy does not say whom the records of the source are about')
    if (plan.subject.path === field)
      throw refused(i, 'it is about the identifier that records are found by', [
        'correct it where the data come from: another identifier is another person here',
      ])
  })
  const met = asked.map(() => ({ fields: 0, cells: 0 }))
  let records = 0
  return {
    meet(record) {
      const { source, cells } = record
      records++
      asked.forEach((one, i) => {
        if (one.source !== source) return
        for (const { path, kind, text } of cells) {
          if (path !== one.field) continue
          met[i]!.fields++
          if (one.was !== undefined && (kind === 0 || text !== one.was)) continue
          met[i]!.cells++
          if (!fits(one.value, kind))
            throw refused(i, 'its value is of another kind than what stands there', [
              'a number stays a number, and true or false stay that: "value": "170"',
            ])
          if (!readable(record, one.field, one.value))
            throw refused(i, 'the rule of its field cannot read the value, and the next run would stop there', [
              'write it as the policy has it, such as a date as 1990-05-06; perde explain shows what the rule reads',
            ])
        }
      })
    },
    finish() {
      if (records === 0)
        throw new PerdeError(
          'INPUT_REQUEST',
          'no record of the inputs is about this person, so nothing was corrected',
          {
            hints: ['is the identifier written as in the data? Another spelling of it may be another person here'],
          },
        )
      met.forEach(({ fields, cells }, i) => {
        if (fields === 0)
          throw refused(i, 'no record of the person has this field with a value of its own', [
            'perde subject export shows the fields of their records',
          ])
        if (cells === 0) throw refused(i, 'no cell of the person holds what "was" says')
      })
    },
    of: (ref) =>
      asked.map(({ source, field, was, value }) => ({ ref, source, field, ...(was !== undefined && { was }), value })),
  }
}

function refused(i: number, why: string, hints: string[] = []): PerdeError {
  return new PerdeError('INPUT_REQUEST', `corrections[${i}] cannot be made: ${why}; nothing was changed`, { hints })
}
