/**
 * One line of `perde detect`: `{id, text}` or `{id, name, values}` in, detections or a verdict out; every request is answered.
 * A text that is nothing but one value may have several detections of the one span, the likeliest first: a bare number often
 * is one of several things.
 */
import { createColumnDetector } from './detect-column.ts'
import { createTextDetector } from './detect-text.ts'
import type { Detection, Recogniser } from './recogniser.ts'
import { recognisers } from './registry.ts'
import type { Verdict } from './verdict.ts'

export type Answer = { id: unknown } & ({ detections: readonly Detection[] } | Verdict | { error: string })

/** Makes the answerer; what is off by default for redaction (places, organisations, ages) is on here. */
export function createAnswerer(
  locales: readonly string[] = [],
  own: readonly Recogniser[] = [],
): (request: unknown) => Answer {
  const find = [...recognisers, ...own].map((r) => r.entity)
  const ofText = createTextDetector({ find, locales, confidence: 0.5, own, wholeValue: true })
  const ofColumn = createColumnDetector(locales, own)
  return (request) => {
    if (typeof request !== 'object' || request === null || Array.isArray(request))
      return { id: null, error: 'a request is an object with text, or with name and values' }
    const { id = null, text, name, values } = request as Record<string, unknown>
    if (typeof text === 'string') return { id, detections: ofText(text, typeof name === 'string' ? name : '') }
    if (Array.isArray(values)) return { id, ...ofColumn(typeof name === 'string' ? name : '', values.map(textOf)) }
    return { id, error: 'a request has text, or name and values' }
  }
}

/** A cell as text: numbers and booleans as written, null as empty, arrays and objects as JSON. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
