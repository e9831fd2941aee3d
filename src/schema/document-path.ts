/** Keys and positions from the top of a document down. */
export type DocumentPath = readonly (string | number)[]
