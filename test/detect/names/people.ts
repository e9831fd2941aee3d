import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })

/** The people that are found in a text, in its order. */
export function peopleIn(text: string): string[] {
  return [...detect(text)].sort((a, b) => a.start - b.start).map(({ start, end }) => text.slice(start, end))
}
