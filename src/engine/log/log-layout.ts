import { createHash } from 'node:crypto'

/** Where the parts of a log stand in a store, below its prefix; the same paths as in a folder but for the entries. */

/** Entries from one push, by the index of the first, so that they come in their order. */
export const SEGMENT = /^entries\/\d{12}\.jsonl$/

export function segmentName(first: number): string {
  return `entries/${String(first).padStart(12, '0')}.jsonl`
}

/** Signatures of states of the log that no checkpoint covers yet, by their digest, since two writers may bring some. */
export const TAIL = /^tails\/[0-9a-f]{64}$/

export function tailName(tail: Uint8Array): string {
  return `tails/${createHash('sha256').update(tail).digest('hex')}`
}

/** What is signed, or signs, time stamps too: put once and never changed, but for the latest checkpoint. */
export function isSigned(path: string): boolean {
  return path === 'checkpoint' || /^(?:checkpoints\/\d+|keys\/\d+\.vkey|timestamps\/\d+\.[0-9a-f]{8}\.tsr)$/.test(path)
}

/**
 * What the operator keeps of releases: records, plans of anonymity, what they were made of, decisions, which are encrypted, and
 * keys, which are sealed; and so what people asked. No key of the log.
 */
export function isKept(path: string): boolean {
  return (
    isAsked(path) ||
    /^releases\/[0-9A-Z]{26}\.(?:json|anonymity|inputs|datakey)$/.test(path) ||
    /^decisions\/[0-9A-Z]{26}\/(?:part-\d+\.bin|key|receipts)$/.test(path)
  )
}

/** The record of the release that something is kept of; undefined: it is not of a release. */
export function recordOf(path: string): string | undefined {
  const release = /^(?:releases|decisions)\/([0-9A-Z]{26})[./]/.exec(path)?.[1]
  return release === undefined ? undefined : `releases/${release}.json`
}

/** What people asked about their data. The log names the one that counts, so what the store does not have counts for nothing. */
export function isAsked(path: string): boolean {
  return /^subjects\/(?!\.\.?\/)[^/]+\/[0-9a-f]{64}\.(?:state|key)$/.test(path)
}
