import { createTextDetector } from '../../../src/detect/detect-text.ts'

/** What a detector of one entity finds in a text, as it is written there. */
export function marked(entity: string): (text: string) => string[] {
  const detect = createTextDetector({ find: [entity], locales: [], confidence: 0.5 })
  return (text) => detect(text).map((d) => text.slice(d.start, d.end))
}
