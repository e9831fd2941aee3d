/** What the form of a value says of it for the facts of its column, so that it is not asked of every value. */
import type { FormTasks } from './form-tasks.ts'
import { modalities } from './modalities.ts'
import type { Modality } from './modality.ts'
import { ENCODED } from './peel.ts'
import { shapeOfForm } from './value-shape.ts'
import type { Shape } from './value-shape.ts'

export interface FormFacts {
  /** undefined where the form does not tell; holds for the lengths that value-shape.ts names */
  shape: Shape | undefined
  /** the number of digits of a value that is a whole number or groups of digits; for all lengths up to the longest of these */
  digits: string | undefined
  /** whether a value may be an encoding of bytes */
  encoded: boolean
  /** those that may see a sign in a text of the form */
  modalities: readonly Modality[]
}

/** `value`: one of the form. */
export type FactsOfForm = (value: string, form: FormTasks) => FormFacts

export function createFactsOfForm(): FactsOfForm {
  const known = new WeakMap<FormTasks, FormFacts>()
  return (value, form) => {
    let facts = known.get(form)
    if (!facts) known.set(form, (facts = factsOf(value, form)))
    return facts
  }
}

function factsOf(value: string, { may }: FormTasks): FormFacts {
  const anywhere = (expression: RegExp): boolean => may(expression, 'anywhere')
  const whole = (expression: RegExp): boolean => may(expression, 'whole')
  return {
    shape: shapeOfForm(value, whole),
    digits: /^[\d ().+/-]+$/.test(value) ? String(value.replace(/\D/g, '').length) : undefined,
    encoded: whole(ENCODED.whole) || ENCODED.inside.some(anywhere),
    modalities: modalities.filter(({ ofText, needs }) => ofText && (!needs || needs.some(anywhere))),
  }
}
