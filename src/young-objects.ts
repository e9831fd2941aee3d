/**
 * V8 allocates objects in the old part of the heap where those made at the same place lived long before, as all do of a
 * group of texts that goes through the detector together. Then every later text is kept by them until the next full
 * collection, and a third of the work is collecting. For processes of perde's own: nobody else's are changed.
 */
import { setFlagsFromString } from 'node:v8'

/** To be called first: code that is compiled by then stays as it is. */
export function keepNewObjectsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
