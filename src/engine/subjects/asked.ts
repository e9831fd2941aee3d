import { createHash } from 'node:crypto'
import { marksOf } from '../../consent/requests/marked.ts'
import type { RequestState } from '../../consent/requests/request-state.ts'
import type { AskedSetup } from '../wire/asked.ts'
import { askedDatasets, readOthers, readRequests, type RequestPlace } from './request-store.ts'

/** What people asked about the data of a run; undefined: nobody asked anything. */
export interface Asked {
  setup: AskedSetup
  sha256: string
}

/**
 * Who asked to be left out of any data set of the log, and what people had corrected in this one. `check` hears of what is held
 * about people of this one. Throws as `readRequests`, and what `check` does.
 */
export function openAsked(place: RequestPlace, check: (own: RequestState) => void): Asked | undefined {
  const own = readRequests(place)
  check(own.state)
  const others = askedDatasets(place.log, place.dataset)
    .slice(1)
    .flatMap((dataset) => readOthers({ ...place, dataset }) ?? [])
    .filter(({ sha256 }) => sha256 !== undefined)
  if (own.sha256 === undefined && others.length === 0) return undefined
  const { a, b } = place.keys
  const marks = new Map([...others, own].flatMap(({ state }) => [...marksOf(state)]))
  return {
    setup: { subjectKeys: [a, b], marks, corrections: own.state.corrections },
    sha256: digestOf([own, ...others]),
  }
}

/** Of one state its own digest, as the log has it. */
function digestOf(states: readonly { sha256: string | undefined }[]): string {
  const digests = states.flatMap(({ sha256 }) => sha256 ?? [])
  return digests.length === 1 ? digests[0]! : createHash('sha256').update(digests.join()).digest('hex')
}
