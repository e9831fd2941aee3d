import { marksOf } from '../../consent/requests/marked.ts'
import type { AskedSetup } from '../wire/asked.ts'
import { readRequests, type RequestPlace } from './request-store.ts'

/** What people asked about the data of a run; undefined: nobody asked anything. */
export interface Asked {
  setup: AskedSetup
  sha256: string
}

/** Throws as `readRequests`. */
export function openAsked(place: RequestPlace): Asked | undefined {
  const { state, sha256 } = readRequests(place)
  if (sha256 === undefined) return undefined
  const { a, b } = place.keys
  return { setup: { subjectKeys: [a, b], marks: marksOf(state), corrections: state.corrections }, sha256 }
}
