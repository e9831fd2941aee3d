/** What one value shows by itself; the facts of a column add it up. Nothing of it is the value. */
import { createEntitiesOfCell } from './cell-entities.ts'
import type { EntitiesOfCell } from './cell-entities.ts'
import { biometricSpans } from './biometric-spans.ts'
import { entitiesIn, insideCount } from './entity-facts.ts'
import type { EntityCount } from './entity-facts.ts'
import { createFactsOfForm } from './form-facts.ts'
import type { FormFacts } from './form-facts.ts'
import type { FormTasks } from './form-tasks.ts'
import { tasksFor } from './kept-tasks.ts'
import { containerOf } from './magic.ts'
import { modalities } from './modalities.ts'
import type { Modality, Sign } from './modality.ts'
import { isLoneName } from './names/lone-name.ts'
import { normalise } from './normalise.ts'
import { peel } from './peel.ts'
import type { Peeled } from './peel.ts'
import type { Recogniser } from './recogniser.ts'
import { SHAPED_FROM, SHAPED_TO, shapeOf, SHAPES } from './value-shape.ts'
import type { Shape } from './value-shape.ts'
import { vectorIn, vectorInBytes } from './vectors.ts'
import type { VectorShape } from './vectors.ts'

/** Values that show the same may share theirs. */
export interface ValueFacts {
  shape: Shape
  /** length class (power of two) */
  length: string
  /** digits of a whole number or groups of digits */
  digits: string | undefined
  /** which of its first two numbers is the day, where one is above 12 */
  slashDate: 'dayFirst' | 'monthFirst' | undefined
  /** one name and nothing else, in whatever writing */
  loneName: boolean
  /** bytes in some encoding */
  encoded: boolean
  container: 'image' | 'audio' | undefined
  signs: readonly { entity: string; sign: Sign }[]
  vector: VectorShape | undefined
  entities: readonly EntityCount[]
  /** a recogniser failed on it */
  failed: boolean
}

export interface ValueReader {
  /** what is asked of values of the text's form, if that is known */
  formOf(text: string): FormTasks | undefined
  /** `text`: trimmed, not empty; `known`: its form */
  read(text: string, known: FormTasks | undefined): ValueFacts
}

const LONGEST_VALUE = 4096
/** Bytes of an encoding and of a vector hold no identifiers in letters; short ones may be no encoding after all. */
const LONGEST_UNSURE = 256

export function createValueReader(recognisers: readonly Recogniser[], locales: readonly string[]): ValueReader {
  const { byForm: formOf, byText: tasksByText } = tasksFor(recognisers)
  const factsOfForm = createFactsOfForm()
  const entitiesOfCell = createEntitiesOfCell<ValueFacts>(locales, tasksByText)
  const read: ValueReader['read'] = (text, known) => {
    const form = known && factsOfForm(text, known)
    if (form && isPlain(text, form)) return factsOfCell(text, known, form, entitiesOfCell)
    const shaped = form && text.length >= SHAPED_FROM && text.length <= SHAPED_TO ? form : undefined
    const facts: ValueFacts = {
      shape: shaped?.shape ?? shapeOf(text),
      length: LENGTHS[31 - Math.clz32(text.length)]!,
      digits: shaped ? shaped.digits : digitsIfNumber(text),
      slashDate: text[1] === '/' || text[2] === '/' ? slashDateOf(text) : undefined,
      loneName: false,
      encoded: false,
      container: undefined,
      signs: NO_SIGNS,
      vector: undefined,
      entities: NO_ENTITIES,
      failed: false,
    }
    try {
      facts.loneName = isLoneName(text)
      const peeled = form?.encoded === false ? undefined : peel(text)
      if (peeled) facts.encoded = true
      if (text.length >= SHORTEST_SIGN) {
        facts.container = peeled && containerOf(peeled)
        const signs = signsIn(text, peeled, peeled || !form ? modalities : form.modalities)
        if (signs.length > 0) facts.signs = signs
      }
      facts.vector = (peeled && vectorInBytes(peeled)) ?? vectorIn(text)
      if (facts.vector || (peeled && text.length > LONGEST_UNSURE)) return facts
      const inside = peeled ? NO_ENTITIES : biometricsIn(text)
      const value = text.length > LONGEST_VALUE ? text.slice(0, LONGEST_VALUE) : text
      if (known) facts.entities = entitiesOfCell(value, known).entities
      else {
        const plain = normalise(value).text
        facts.entities = entitiesIn(plain, tasksByText(plain).tasks, locales)
      }
      if (inside.length > 0) facts.entities = [...facts.entities, ...inside]
    } catch {
      facts.failed = true // told by the verdict: the column counts as personal
    }
    return facts
  }
  return { formOf, read }
}

/** Nothing but its shape and its entities is to be read of it. */
function isPlain(text: string, { encoded, modalities }: FormFacts): boolean {
  const { length } = text
  return (
    !encoded &&
    length <= SHAPED_TO &&
    (modalities.length === 0 || length < SHORTEST_SIGN) &&
    text.charCodeAt(1) !== SLASH &&
    text.charCodeAt(2) !== SLASH
  )
}

const SLASH = 0x2f

/** Of a plain value: one object for all that show the same. */
function factsOfCell(
  text: string,
  known: FormTasks,
  form: FormFacts,
  entitiesOfCell: EntitiesOfCell<ValueFacts>,
): ValueFacts {
  const log2 = 31 - Math.clz32(text.length)
  const shape = (text.length >= SHAPED_FROM ? form.shape : undefined) ?? shapeOf(text)
  const ofCell = (entities: ValueFacts['entities'], loneName: boolean, failed: boolean): ValueFacts => ({
    shape,
    length: LENGTHS[log2]!,
    digits: form.digits,
    slashDate: undefined,
    loneName,
    encoded: false,
    container: undefined,
    signs: NO_SIGNS,
    vector: undefined,
    entities,
    failed,
  })
  try {
    const { entities, facts } = entitiesOfCell(text, known)
    const loneName = (shape === 'name' || shape === 'word') && isLoneName(text)
    const at = 2 * (log2 * SHAPES.length + SHAPES.indexOf(shape)) + (loneName ? 1 : 0)
    return (facts[at] ??= ofCell(entities, loneName, false))
  } catch {
    return ofCell(NO_ENTITIES, false, true) // told by the verdict: the column counts as personal
  }
}

const LENGTHS = Array.from({ length: 32 }, (_, n) => String(n))
const NO_SIGNS: ValueFacts['signs'] = []
const NO_ENTITIES: readonly EntityCount[] = []

/** What a text holds among its words. */
function biometricsIn(text: string): readonly EntityCount[] {
  const spans = biometricSpans(text)
  return spans.length === 0 ? NO_ENTITIES : [...new Set(spans.map(({ entity }) => entity))].map(insideCount)
}

function slashDateOf(text: string): ValueFacts['slashDate'] {
  const parts = /^(\d{1,2})\/(\d{1,2})\/\d{4}(?!\d)/.exec(text)
  if (!parts) return undefined
  const [first, second] = [Number(parts[1]), Number(parts[2])]
  if (first > 12 && first <= 31 && second <= 12) return 'dayFirst'
  return second > 12 && second <= 31 && first <= 12 ? 'monthFirst' : undefined
}

/** How many digits a value has that is a whole number or groups of digits. */
function digitsIfNumber(text: string): string | undefined {
  return /^[\d ().+/-]+$/.test(text) ? String(text.replace(/\D/g, '').length) : undefined
}

const SHORTEST_SIGN = 10

function signsIn(
  text: string,
  peeled: Peeled | undefined,
  asked: readonly Modality[],
): { entity: string; sign: Sign }[] {
  const signs: { entity: string; sign: Sign }[] = []
  for (const { entity, ofBytes, ofText } of asked) {
    const sign = (peeled && ofBytes?.(peeled)) ?? ofText?.(text)
    if (sign) signs.push({ entity, sign })
  }
  return signs
}
