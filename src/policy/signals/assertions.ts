import { mostRestrictive, SignalFault, type SignalReading } from './reading.ts'

/**
 * Assertions about training that a work carries (C2PA, CAWG training and data mining 1.0), as JSON taken out of it:
 * `cawg.ai_training: { use: notAllowed }` at any place. What is `constrained` is not allowed without looking closer.
 */
export function readAssertions(text: string): SignalReading {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw new SignalFault('it is not JSON')
  }
  return mostRestrictive(usesIn(value, 0))
}

/** Deeper than any manifest; bounds the stack. */
const DEEPEST = 100
const ABOUT_TRAINING = /^(?:cawg|c2pa)\.(?:data_mining|ai_training|ai_generative_training)$/

function usesIn(value: unknown, depth: number): SignalReading[] {
  if (typeof value !== 'object' || value === null) return []
  if (depth > DEEPEST) throw new SignalFault('it is nested too deeply')
  return Object.entries(value).flatMap(([key, below]) =>
    ABOUT_TRAINING.test(key) ? [readUse(below)] : usesIn(below, depth + 1),
  )
}

function readUse(value: unknown): SignalReading {
  const use = typeof value === 'object' && value !== null ? (value as { use?: unknown }).use : value
  if (use === 'allowed') return 'allow'
  if (use === 'notAllowed' || use === 'constrained') return 'deny'
  throw new SignalFault('a use in it is neither allowed, notAllowed nor constrained')
}
