import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { createPublishable } from '../detect/publishable.ts'
import type { Sample } from '../engine/review/review-sample.ts'
import { isInside, type ReviewTarget } from '../engine/review/review-target.ts'
import { isTable, tableNameOf } from '../engine/read/table-input.ts'
import { PerdeError } from '../errors.ts'
import { MOST_SAMPLED, type Judgement, type ReviewDigest, type ReviewFile } from '../evidence/review/judgements.ts'
import { VERSION } from '../version.ts'
import type { ReviewCommandOptions } from './review-options.ts'
import type { Terminal } from './terminal.ts'

// The file of judgements as the command line meets it: where it is, and whether it is about the same sample.

export interface Drawing {
  sample: number
  seed: number
}

/** A report is of the sample that was drawn, so it needs no options. */
export function drawingOf(options: ReviewCommandOptions, earlier: ReviewFile | undefined, name: string): Drawing {
  const [sample, seed] = [Number(options.sample), Number(options.seed)]
  if (!Number.isInteger(sample) || sample < 1 || sample > MOST_SAMPLED)
    throw new PerdeError('USAGE', '--sample is a number of documents from 1 to 10,000')
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new PerdeError('USAGE', '--seed is a whole number from 0 to 4,294,967,295')
  if (!earlier) return { sample, seed }
  // The draw is by the smallest keys, so that a larger sample of the same seed has the smaller one in it.
  if (options.report === undefined && earlier.seed === seed && sample > earlier.sample) return { sample, seed }
  if (options.report === undefined && (earlier.sample !== sample || earlier.seed !== seed))
    throw new PerdeError('OUTPUT_EXISTS', 'the judgements that are there were made on another sample', {
      where: { part: name },
      hints: [
        `go on with it: --sample ${earlier.sample} --seed ${earlier.seed}`,
        'or begin another one in another file: --out FILE',
      ],
    })
  return { sample: earlier.sample, seed: earlier.seed }
}

/** Where the judgements are, or will be: a name that may be a person's is not made the name of a file. */
export function judgementsPlace(
  given: string,
  { out, report }: ReviewCommandOptions,
  terminal: Terminal,
  target: ReviewTarget,
): { path: string; name: string } {
  // An address tells of servers and users; a query, of values.
  const own = isTable(given) ? (tableNameOf(given) ?? '') : basename(resolve(terminal.cwd, given))
  const plain = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,100}$/u.test(own) && createPublishable()(own)
  const name = report ?? out ?? (plain ? `${own}.review.json` : 'review.json')
  const path = resolve(terminal.cwd, name)
  if (report !== undefined) return { path, name }
  if (!existsSync(dirname(path)))
    throw new PerdeError('OUTPUT_INVALID', 'the folder for the judgements does not exist', {
      where: { part: name },
      hints: ['make it first, or choose another place for --out'],
    })
  if (isInside(target, path))
    throw new PerdeError(
      'OUTPUT_INVALID',
      'the judgements would stand inside the release, which would be changed by them',
      {
        where: { part: name },
        hints: ['choose a place outside with --out FILE'],
      },
    )
  return { path, name }
}

/** Judgements of an earlier sitting by the number of their document. Throws where they are of something else. */
export function judgementsOf(
  file: ReviewFile,
  sample: Sample,
  digest: ReviewDigest,
  name: string,
  why: 'go on' | 'report',
): Map<number, Judgement> {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const wrong = (message: string) =>
    new PerdeError(why === 'go on' ? 'OUTPUT_EXISTS' : 'INPUT_CHANGED', message, {
      where: { part: name },
      hints:
        why === 'go on'
          ? ['name another file for the judgements with --out']
          : ['name the release or the input that was judged, as it was then, with the same options'],
    })
  if (!same(file.target, digest)) throw wrong('the judgements that are there are about something else')
  const sizes = (strata: Sample['strata']) => strata.map((s) => [s.source, s.length, s.marks, s.documents])
  if (!same([...file.fields].sort(), sample.fields) || !same(sizes(file.strata), sizes(sample.strata)))
    throw wrong('the judgements that are there were made on other fields or another reading of the data')
  const places = new Map(sample.drawn.map((d, i) => [`${d.source}\n${d.record}`, i]))
  const judgements = new Map<number, Judgement>()
  for (const { source, record, judgement } of file.judgements) {
    const at = places.get(`${source}\n${record}`)
    if (at === undefined) throw wrong('the judgements that are there are about documents that were not drawn')
    judgements.set(at, judgement)
  }
  return judgements
}

export function fileOf(
  sample: Sample,
  target: ReviewDigest,
  drawing: Drawing,
  judgements: ReadonlyMap<number, Judgement>,
): ReviewFile {
  return {
    perde: VERSION,
    kind: 'review',
    target,
    seed: drawing.seed,
    sample: drawing.sample,
    fields: sample.fields,
    strata: sample.strata,
    judgements: sample.drawn.flatMap(({ source, record }, i) => {
      const judgement = judgements.get(i)
      return judgement === undefined ? [] : [{ source, record, judgement }]
    }),
  }
}
