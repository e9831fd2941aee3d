import { join, relative, resolve } from 'node:path'
import { createTextDetector } from '../detect/detect-text.ts'
import { logReview } from '../engine/review/review-log.ts'
import { drawSample, readDocuments, type ReviewDocument, type Sample } from '../engine/review/review-sample.ts'
import {
  closeTarget,
  digestOf,
  openReviewTarget,
  textFields,
  type ReviewTarget,
} from '../engine/review/review-target.ts'
import { PerdeError } from '../errors.ts'
import { estimateLeaks, type Estimate } from '../evidence/review/estimate.ts'
import { readReview, writeReview, type Judgement, type ReviewDigest } from '../evidence/review/judgements.ts'
import { drawingOf, fileOf, judgementsOf, judgementsPlace, type Drawing } from './review-file.ts'
import { judge, type Review } from './review-loop.ts'
import type { ShownText } from './review-screen.ts'
import { estimateText, nextStep } from './review-text.ts'
import { formatOptions, withoutPolicy } from './input-options.ts'
import { checkLogFolder } from './log-place.ts'
import type { ExitStatus, Terminal } from './terminal.ts'
import type { ReviewCommandOptions } from './review-options.ts'

/**
 * `perde review RELEASE|INPUT`: people read a stratified sample of the texts and say which leak; keeps places and
 * judgements, never a value, and estimates how many documents of a thousand leak.
 */
export async function reviewCommand(
  given: string,
  options: ReviewCommandOptions,
  terminal: Terminal,
  now: () => number = Date.now,
): Promise<ExitStatus> {
  const { screen } = terminal
  if (options.report === undefined && !screen) throw noTerminal()
  if (options.log !== undefined) checkLogFolder(options.log)
  const target = await reading(
    openReviewTarget({
      target: checkTarget(given),
      cwd: terminal.cwd,
      ...(options.format !== undefined && { format: options.format }),
      options: formatOptions(options),
      env: terminal.env,
      signal: terminal.signal,
    }),
  )
  try {
    return await reviewTarget(target, given, options, terminal, now)
  } finally {
    await closeTarget(target)
  }
}

async function reviewTarget(
  target: ReviewTarget,
  given: string,
  options: ReviewCommandOptions,
  terminal: Terminal,
  now: () => number,
): Promise<ExitStatus> {
  const { screen } = terminal
  const place = judgementsPlace(given, options, terminal, target)
  const earlier = readReview(place.path, place.name)
  if (options.report !== undefined && !earlier)
    throw new PerdeError('INPUT_NOT_FOUND', 'there is no file of judgements', { where: { part: place.name } })
  const drawing = drawingOf(options, earlier, place.name)
  // The fields of an earlier sitting are part of what was judged.
  const fields =
    options.field.length > 0 ? [...options.field].sort() : (earlier?.fields ?? (await reading(textFields(target))))
  const sample = await reading(drawSample(target, fields, drawing.sample, drawing.seed))
  const digest = digestOf(target, sample.sha256)
  const judgements = earlier
    ? judgementsOf(earlier, sample, digest, place.name, options.report === undefined ? 'go on' : 'report')
    : new Map<number, Judgement>()

  if (options.report === undefined) {
    const documents = await readDocuments(target, sample)
    await closeTarget(target)
    let written = earlier
    const save = () => {
      if (JSON.stringify(readReview(place.path, place.name)) !== JSON.stringify(written)) throw twoAtOnce(place.name)
      written = fileOf(sample, digest, drawing, judgements)
      writeReview(place.path, place.name, written)
    }
    const style = (terminal.env['NO_COLOR'] ?? '') === '' ? 'styled' : 'plain'
    const review = { ...reviewOf(target, documents, judgements, save), style } as const
    const end = await judge(review, screen!, (text) => terminal.out(text), now)
    terminal.signal.throwIfAborted()
    if (end === 'interrupted') throw interrupted(judgements.size, place.name)
  }
  return tell(target, sample, digest, drawing, judgements, { ...options, place: place.name }, terminal)
}

function reading<T>(what: Promise<T>): Promise<T> {
  return what.catch((e: unknown) => {
    throw e instanceof PerdeError ? withoutPolicy(e) : e
  })
}

/** What is typed at a shell is a file or a folder; standard input is where the keys come from. */
function checkTarget(given: string): string {
  if (given !== '-') return given
  throw new PerdeError('USAGE', 'a review reads a release or a file: standard input is where your keys come from', {
    hints: ['write the data into a file first'],
  })
}

function noTerminal(): PerdeError {
  return new PerdeError(
    'USAGE',
    'a review shows texts to a person, and only on a terminal: never into a pipe or a file',
    {
      hints: [
        'run it in a terminal, without | and >',
        'what a file of judgements says is printed anywhere: perde review TARGET --report FILE',
      ],
    },
  )
}

/** What a run takes out of a text by default; in a release weaker signs are worth a look, too. */
const SURE = 0.5
const WEAK = 0.3

function reviewOf(
  target: ReviewTarget,
  documents: ReviewDocument[],
  judgements: Map<number, Judgement>,
  save: () => void,
): Review {
  const kind = target.release ? 'release' : 'input'
  const detect = createTextDetector({ find: [], locales: [], confidence: kind === 'release' ? WEAK : SURE })
  const look = ({ texts }: ReviewDocument): ShownText[] =>
    texts.map(({ field, text }) => ({
      field,
      text,
      marks: detect(text, field).map(({ start, end, entity, score }) => ({ start, end, entity, sure: score >= SURE })),
    }))
  return { documents, judgements, look, kind, save }
}

/** Of two people at one file the later would wipe out what the other judged. */
function twoAtOnce(name: string): PerdeError {
  return new PerdeError('OUTPUT_EXISTS', 'somebody else has written judgements into this file meanwhile', {
    where: { part: name },
    hints: [
      'theirs are kept; run the same command again to go on from there, or judge another sample with --seed and --out',
    ],
  })
}

function interrupted(judged: number, name: string): PerdeError {
  return new PerdeError('INTERRUPTED', 'interrupted', {
    where: judged > 0 ? { part: name } : {},
    hints: [judged > 0 ? 'what was judged is kept: the same command goes on from there' : 'nothing was judged'],
  })
}

/** Counts, logs and prints what is judged so far. */
async function tell(
  target: ReviewTarget,
  sample: Sample,
  digest: ReviewDigest,
  { seed }: Drawing,
  judgements: ReadonlyMap<number, Judgement>,
  { place, json, log, report }: ReviewCommandOptions & { place: string },
  terminal: Terminal,
): Promise<ExitStatus> {
  const estimate = estimateLeaks(judgedStrata(sample, judgements))
  const release = target.release?.manifest.release
  const logged =
    log !== undefined && estimate.judged > 0
      ? await logReview(resolve(terminal.cwd, log), terminal.env, {
          target: digest,
          bytes: target.release ? undefined : sample.bytes,
          release,
          seed,
          estimate,
        })
      : undefined
  if (json === true)
    await terminal.out(
      `${JSON.stringify(jsonOf(estimate, sample, digest, release, seed, logged?.index), undefined, 2)}\n`,
    )
  else {
    await terminal.out(estimateText(estimate, sample.drawn.length))
    if (estimate.judged > 0 && report === undefined) terminal.err(`perde: the judgements are in ${place}\n`)
    const next = nextStep(estimate, sample.drawn.length, place)
    if (next !== undefined) terminal.err(`perde: hint: ${next}\n`)
  }
  if (logged) {
    terminal.err(`perde: logged as entry ${logged.index}\n`)
    if (logged.keyCreated)
      terminal.err(
        `perde: a signing key for the log was made in ${join(relative(terminal.cwd, resolve(terminal.cwd, log!)), 'keys')}\n`,
      )
  } else if (log !== undefined) terminal.err(`perde: nothing is judged, so nothing is logged\n`)
  return 0
}

function judgedStrata(sample: Sample, judgements: ReadonlyMap<number, Judgement>) {
  const strata = sample.strata.map(({ documents }) => ({ documents, judged: 0, leaked: 0, unsure: 0 }))
  for (const [i, judgement] of judgements) {
    const stratum = strata[sample.drawn[i]!.stratum]!
    stratum.judged++
    if (judgement === 'leak') stratum.leaked++
    if (judgement === 'unsure') stratum.unsure++
  }
  return strata
}

function jsonOf(
  estimate: Estimate,
  sample: Sample,
  target: ReviewDigest,
  release: string | undefined,
  seed: number,
  index: number | undefined,
) {
  const { documents, judged, leaked, unsure, share, upper, between, effective, notJudged } = estimate
  const perThousand = (value: number) => Math.round(value * 1e6) / 1e3
  return {
    target,
    ...(release !== undefined && { release }),
    documents,
    sampled: sample.drawn.length,
    judged,
    clean: judged - leaked - unsure,
    leaked,
    unsure,
    leakedPerThousand: {
      estimate: share === undefined ? null : perThousand(share),
      upper95: perThousand(upper),
      between95: between.map(perThousand),
    },
    // null: every document was judged
    effectiveSample: Number.isFinite(effective) ? Math.round(effective * 10) / 10 : null,
    notJudgedShare: Math.round(notJudged * 1e6) / 1e6,
    fields: sample.fields,
    seed,
    ...(index !== undefined && { logged: index }),
  }
}
