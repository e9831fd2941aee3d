import { createAroundCheck } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import type { TextAround } from '../../io/formats/format.ts'
import { parsePath, PathSyntaxError } from '../../record/path.ts'
import type { Input } from './input.ts'

/** A description of a table has a few values; more are data. */
const MOST = 100
/** Longer texts are no description either: what they hold may be encoded. */
const LONGEST = 200

/** Why a document may not be written as it is around its records; `path`: where, if it may be shown. */
export interface AroundFinding {
  message: string
  path?: string
}

/**
 * What stands in a document outside its records is written as it is, and no rule of a policy covers it: something personal
 * there stops the run, and so do lists, many values and long texts, which may be records. Throws INPUT_SURPRISE without
 * saying what it is.
 */
export function checkAround(
  texts: readonly TextAround[],
  { sourceName, bytes }: Pick<Input, 'sourceName' | 'bytes'>,
  publishable: (name: string) => boolean,
  guarded: ReadonlySet<string>,
): void {
  const found = findAround(texts, publishable, guarded)
  if (found)
    throw new PerdeError('INPUT_SURPRISE', found.message, {
      where: { source: sourceName, part: bytes.name, ...(found.path !== undefined && { field: found.path }) },
      hints: ['no rule covers what stands there; set "around: drop" for the source, and only its records are written'],
    })
}

/** The first thing around the records of a document that may not be written as it is. `guarded`: last names of places with rules. */
export function findAround(
  texts: readonly TextAround[],
  publishable: (name: string) => boolean,
  guarded: ReadonlySet<string>,
): AroundFinding | undefined {
  // Most inputs have nothing there, and the detectors are made when they are asked.
  if (texts.length === 0) return undefined
  const finding = (message: string, path?: string) => ({
    message,
    ...(path !== undefined && publishable(path) && { path }),
  })
  const stray = texts.find(({ path }) => lastName(path).some((name) => guarded.has(name)))
  if (stray)
    return finding(
      'the document holds a place outside its records that is called as one of theirs with a rule',
      stray.path,
    )
  const list = texts.find(({ path }) => path.includes('[]'))
  if (list) return finding('the document holds a list outside its records', list.path)
  if (texts.length > MOST) return finding(`the document holds more than ${MOST} values outside its records`)
  const isPersonal = aroundCheckOf(publishable)
  const found = texts.find(
    ({ path, text }) =>
      // A part of a date of birth is called by what it is a part of, a name by its own last word.
      text.length > LONGEST || isPersonal([path, ...lastName(path)], text) || (text === '' && !publishable(path)),
  )
  return found && finding('the document holds something outside its records that may be personal', found.path)
}

type Publishable = (name: string) => boolean

/** Its detectors take tens of milliseconds to make, and documents may be many: one for a run, which has a `publishable` of its own. */
function aroundCheckOf(publishable: Publishable): ReturnType<typeof createAroundCheck> {
  let check = CHECKS.get(publishable)
  if (!check) CHECKS.set(publishable, (check = createAroundCheck()))
  return check
}

const CHECKS = new WeakMap<Publishable, ReturnType<typeof createAroundCheck>>()

/** The name that a path ends with, in small letters; [] where it ends with none. */
export function lastName(path: string): string[] {
  try {
    const named = parsePath(path).filter((segment) => 'name' in segment)
    return named.slice(-1).map(({ name }) => name.toLowerCase())
  } catch (e) {
    if (e instanceof PathSyntaxError) return []
    throw e
  }
}
