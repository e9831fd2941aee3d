/**
 * Looks through normalised texts, priority after priority, and has the candidates weighed. Many texts go together: one
 * question is put to all of them before the next, so that the code of a recogniser is fetched once and not for every text,
 * of which each puts a handful out of hundreds of questions; that makes texts a third cheaper.
 */
import { ask } from './candidates.ts'
import type { Search } from './candidates.ts'
import type { ScoredClaim, TextScorer } from './claims.ts'
import { allTasksOf } from './classes.ts'
import type { Task } from './classes.ts'
import type { Recogniser } from './recogniser.ts'
import { isOneOf } from './surroundings.ts'
import type { Span } from './surroundings.ts'
import { priorityOf } from './text-tasks.ts'

/** One text on its way. */
export interface Look {
  search: Search
  scorer: TextScorer
  /** spans that are the whole text, if one value is asked about: it may be several things, so nothing is settled */
  whole: readonly Span[]
  /** what is asked, the highest priority first */
  tasks: readonly Task[]
  /** whether a proof of one priority spares the questions of the next; of a few it does not pay */
  inRounds: boolean
  claims: ScoredClaim[]
  /** nothing more is asked */
  isOver: boolean
  /** why the text could not be looked through */
  failure: unknown
}

/** Puts all its questions to a look, or to each of many. A failure is kept with its look. */
export interface LookThrough {
  one(look: Look): void
  many(looks: readonly Look[]): void
}

/** `recognisers`: of all looks, the highest priority first. */
export function createLookThrough(recognisers: readonly Recogniser[], locales: readonly string[]): LookThrough {
  const tasks = recognisers.flatMap(allTasksOf)
  const places = new Map(tasks.map((task, place) => [task, place]))
  const levels = levelsOf(tasks)
  const asked: Look[][] = tasks.map(() => [])

  const put = (look: Look, task: Task): void => {
    try {
      ask(look.search, task, locales)
    } catch (cause) {
      look.failure = cause
      look.isOver = true
    }
  }

  const one = (look: Look): void => {
    let level: number | undefined
    for (const task of look.tasks) {
      const priority = priorityOf(task.recogniser)
      if (look.inRounds && priority !== level) {
        weigh(look)
        if (look.isOver) return
      }
      level = priority
      put(look, task)
    }
    weigh(look)
  }

  const together = (looks: readonly Look[]): void => {
    for (const look of looks) for (const task of look.tasks) asked[places.get(task)!]!.push(look)
    for (const { from, to } of levels) {
      for (let place = from; place < to; place++) {
        const some = asked[place]!
        for (const look of some) if (!look.isOver) put(look, tasks[place]!)
        some.length = 0
      }
      for (const look of looks) if (look.inRounds) weigh(look)
    }
    for (const look of looks) weigh(look)
  }

  return { one, many: (looks) => (looks.length < FEW ? looks.forEach(one) : together(looks)) }
}

/** Fewer go one by one. */
const FEW = 4

/** Tasks of one priority each, by their places. */
function levelsOf(tasks: readonly Task[]): { from: number; to: number }[] {
  const levels: { from: number; to: number }[] = []
  let last: number | undefined
  tasks.forEach(({ recogniser }, place) => {
    const priority = priorityOf(recogniser)
    if (priority !== last) levels.push({ from: place, to: place })
    levels.at(-1)!.to = place + 1
    last = priority
  })
  return levels
}

/** Makes claims of what was found since the last time. */
function weigh(look: Look): void {
  const { search, scorer, whole, claims, isOver } = look
  if (search.found.length === 0 || isOver) return
  const more = scorer.claims(search.found)
  search.found = []
  claims.push(...more)
  // What is proven wins over all of its span that is of a lower priority, and from end to end over everything.
  if (whole.length > 0) return
  for (const c of more) if (c.proven) search.settled.push([c.start, c.end])
  look.isOver = isOneOf(search.settled, 0, search.text.length)
}
