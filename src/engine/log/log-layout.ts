/** Where the parts of a log stand in a store, below its prefix; the same paths as in a folder but for the entries. */

/** Entries from one push, by the index of the first, so that they come in their order. */
export const SEGMENT = /^entries\/\d{12}\.jsonl$/

export function segmentName(first: number): string {
  return `entries/${String(first).padStart(12, '0')}.jsonl`
}

/** What is signed, or signs: put once and never changed, but for the latest checkpoint. */
export function isSigned(path: string): boolean {
  return path === 'checkpoint' || /^(?:checkpoints\/\d+|keys\/\d+\.vkey)$/.test(path)
}

/** What the operator keeps of releases: records, plans of anonymity, and decisions, which are encrypted. No key of the log. */
export function isKept(path: string): boolean {
  return /^(?:releases\/[0-9A-Z]{26}\.(?:json|anonymity)|decisions\/[0-9A-Z]{26}\/part-\d+\.bin)$/.test(path)
}
