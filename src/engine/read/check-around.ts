import { createAroundCheck } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import type { TextAround } from '../../io/formats/format.ts'
import { parsePath, PathSyntaxError } from '../../record/path.ts'
import type { Input } from './input.ts'

/** A description of a table has a few values; more are data. */
const MOST = 100
/** Longer texts are no description either: what they hold may be encoded. */
const LONGEST = 200

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
  // Most inputs have nothing there, and the detectors are made when they are asked.
  if (texts.length === 0) return
  const refuse = (message: string, path?: string) => {
    throw new PerdeError('INPUT_SURPRISE', message, {
      where: {
        source: sourceName,
        part: bytes.name,
        ...(path !== undefined && publishable(path) && { field: path }),
      },
      hints: ['no rule covers what stands there; set "around: drop" for the source, and only its records are written'],
    })
  }
  const stray = texts.find(({ path }) => lastName(path).some((name) => guarded.has(name)))
  if (stray)
    refuse('the document holds a place outside its records that is called as one of theirs with a rule', stray.path)
  const list = texts.find(({ path }) => path.includes('[]'))
  if (list) refuse('the document holds a list outside its records', list.path)
  if (texts.length > MOST) refuse(`the document holds more than ${MOST} values outside its records`)
  const isPersonal = createAroundCheck()
  const found = texts.find(
    ({ path, text }) => text.length > LONGEST || isPersonal(text) || (text === '' && !publishable(path)),
  )
  if (found) refuse('the document holds something outside its records that may be personal', found.path)
}

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
