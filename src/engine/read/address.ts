import { isObjectAddress, writtenAddress } from '../../io/stores/open-store.ts'
import { isTable, shownInput } from './table-input.ts'

/** Is it a folder of objects of a store, or one of them? */
export function isObjects(place: string): boolean {
  return isObjectAddress(place)
}

/** Does it name a place by itself, wherever one stands: a table of a database, or objects of a store? */
export function isAddress(place: string): boolean {
  return isTable(place) || isObjectAddress(place)
}

/** How an address may be shown and written down. */
export function shownAddress(place: string): string {
  return isObjectAddress(place) ? writtenAddress(place) : shownInput(place)
}
