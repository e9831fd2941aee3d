import type { SubjectAnswer } from '../engine/requests/subject-request.ts'
import { releaseLines } from './consent-text.ts'
import { counted } from './numbers.ts'

/** What a person at the terminal reads of a request; nothing in it says who asked. */
export function answerText(
  answer: SubjectAnswer,
  files: { out?: string | undefined; act?: string | undefined },
): string {
  const { kind, found, affected, due, log, erased, holds } = answer
  const known = found.sources.some(({ records }) => records)
  return [
    ...found.sources.map(({ source, records }) =>
      records === undefined
        ? `perde: note: nobody looked into "${source}": the policy does not say whom its records are about   [SUBJECT_NOT_STATED]`
        : `perde: "${source}" has ${counted(records, 'record')} of the person`,
    ),
    ...(found.aside > 0
      ? [`perde: warning: ${counted(found.aside, 'record')} could not be read and nobody looked into them`]
      : []),
    ...(known
      ? []
      : [
          'perde: warning: no record of the inputs is about this person   [SUBJECT_UNKNOWN]',
          'perde: hint: is the identifier written as in the data? Another spelling of it may be another person here',
        ]),
    // Made anew, a release is without the person only where they are left out.
    ...releaseLines(
      affected,
      (holds.blocked || holds.destroyed) && kind !== 'find' && kind !== 'export' ? 'rebuild' : 'none',
    ),
    ...(holds.destroyed
      ? [
          'perde: note: releases made before the destruction may hold them: nobody is named there any more, so none can be asked',
        ]
      : []),
    ...(affected.unasked.length > 0
      ? [
          `perde: note: ${counted(affected.unasked.length, 'release')} ${affected.unasked.length === 1 ? 'rests' : 'rest'} on no consents, so who is in ${affected.unasked.length === 1 ? 'it' : 'them'} was not kept`,
        ]
      : []),
    outcome(answer, files.out),
    ...(erased && (erased.rows > 0 || erased.unknown.length > 0)
      ? [
          `perde: ${counted(erased.rows, 'row')} of decisions of ${counted(erased.releases, 'release')} name nobody any more`,
          ...erased.unknown.map(({ release, why }) => `perde: warning: decisions of ${release} stay: ${why}`),
        ]
      : []),
    ...(erased ? ['perde: note: perde never writes to inputs: destroy the records there too, and in copies'] : []),
    ...(files.act !== undefined ? [`perde: the act of destruction is in ${files.act}`] : []),
    ...(due
      ? [
          `perde: the law wants it by ${due.date} (${due.article})${due.calendar === 'complete' ? '' : '; the calendar does not have every year in between: days off may be missing'}`,
        ]
      : []),
    `perde: logged as entry ${log.index}, without the person`,
    '',
  ].join('\n')

  function outcome({ changed, holds, replaced, records }: SubjectAnswer, out: string | undefined): string {
    switch (kind) {
      case 'find':
        return `perde: ${[
          holds.destroyed
            ? 'the data of the person are destroyed'
            : holds.blocked
              ? 'the person is blocked'
              : 'the person is not blocked',
          ...(holds.corrections > 0 ? [`${counted(holds.corrections, 'correction')} of theirs hold`] : []),
        ].join('; ')}`
      case 'export':
        return `perde: ${counted(records.length, 'record')} written to ${out}, readable by you alone: hand it over and remove it${holds.corrections === 0 ? '' : `\nperde: note: the records are as the inputs have them; its first line has ${counted(holds.corrections, 'correction')} of the person, which releases since then have`}`
      case 'correct':
        return `perde: ${counted(holds.corrections, 'correction')} of the person ${holds.corrections === 1 ? 'holds' : 'hold'} from the next run on${replaced > 0 ? `; ${counted(replaced, 'earlier one')} ${replaced === 1 ? 'is' : 'are'} replaced` : ''}`
      case 'block':
        return holds.destroyed
          ? 'perde: the data of the person are destroyed already'
          : `perde: the person is blocked${changed ? '' : ' already'}: no run with this log and key takes their records, and perde use denies releases that hold them`
      case 'unblock':
        return holds.destroyed
          ? 'perde: the data of the person are destroyed, which nothing undoes'
          : changed
            ? 'perde: the person is not blocked any more'
            : 'perde: the person was not blocked'
      case 'destroy':
        return `perde: the person is left out for good${changed ? '' : ', as before'}: no run with this log and key takes their records, and what was kept to correct them is gone`
    }
  }
}
