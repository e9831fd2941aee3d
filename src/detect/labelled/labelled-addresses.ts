/**
 * Addresses by their label: what stands behind `Адрес:`, `Мекенжайы`, `Address` in a form is one, whatever its parts look
 * like, if it has a number or the word of a street in it.
 */
import { isNumberInWords } from '../address/items.ts'
import { Role, rolesOf } from '../address/address-words.ts'
import { tokenFrom } from '../names/tokens.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { Label, labelOf } from './label-words.ts'
import { labelsOf } from './read-labels.ts'
import type { FormLabel } from './read-labels.ts'

/** Candidates of the entity `address`. `tokens`: of `nameTokens(text)`. */
export function findLabelledAddresses(text: string, tokens: readonly NameToken[]): Candidate[] {
  if (!tokens.some(isLabelOfAddress)) return []
  const labels = labelsOf(tokens, text)
  const found: Candidate[] = text.includes('?') ? asked(text, tokens) : []
  labels.forEach((label, i) => {
    if (label.kind !== 'address') return
    const span = valueOf(text, tokens, label, labels[i + 1])
    if (span) found.push({ ...span, score: 0.7, why: ['behind the label of an address'] })
  })
  return found
}

export function isLabelOfAddress({ word }: NameToken): boolean {
  return (labelOf(word) & Label.address) !== 0
}

/** "Мекенжайыңыз? Клиент: Талғар, Бірлік он төрт." Up to what the answer begins with. */
const QUESTION =
  /(?<!\p{L})(?:мекен-?жай\p{L}{0,12}|адрес\p{L}{0,6}|address|mekenjai\p{L}{0,6})[^?\n]{0,30}\?["»]?\s{0,3}(?:[-–—] ?|\p{Lu}[\p{L} ]{1,20}: ?)?(?:(?:иә|да|так|ну|жазып алыңыз|жазыңыз|жаз|пишите|записывайте|менікі|мен|it['’]s)[,:.…]{0,3} ){0,2}/giu
const END_OF_ANSWER = /[;!?\n]|\.(?=\s|$)(?<!(?<!\p{L})\p{L}{1,4}\.)/u
const LONGEST_ANSWER = 120

/** What answers a question for an address: with a number, in digits or in words. */
function asked(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  for (const m of text.matchAll(QUESTION)) {
    const start = m.index + m[0].length
    const answer = text.slice(start, start + LONGEST_ANSWER)
    const value = answer.slice(0, END_OF_ANSWER.exec(answer)?.index ?? answer.length).replace(/[\s,.–—-]+$/u, '')
    const end = start + value.length
    if (value.length < 6 || /\d{5}/.test(value) || !isAddress(text, tokens, start, end)) continue
    if (/\d|,/.test(value) || tokens.some((t) => t.start >= start && t.end <= end && isNumberInWords(t.word)))
      found.push({ start, end, score: 0.65, why: ['answers a question for an address'] })
  }
  return found
}

const LONGEST = 200
/** What ends a value: another field, a note, a telephone, an address of the Internet. */
const END = /[;\t|<>]| {3}|__|[.,] ?(?:\p{L}{2,5}\.?: )|\.(?:\n|$)|(?<!\d)(?:\+7|8) ?\(?\d{3}|@|https?:|\n\n/u
const MOST_LINES = 3

function valueOf(
  text: string,
  tokens: readonly NameToken[],
  label: FormLabel,
  next: FormLabel | undefined,
): { start: number; end: number } | undefined {
  const skipped = /^[\s_.«"“–—-]*/u.exec(text.slice(label.value, label.value + LONGEST))![0].length
  const start = label.value + skipped
  const below = label.mark === 'line' || text.slice(label.value, start).includes('\n')
  if (below && label.mark === 'weak') return undefined
  let to = Math.min(text.length, start + LONGEST)
  if (next && tokens[next.from]!.start < to) to = Math.max(start, tokens[next.from]!.start)
  let value = text.slice(start, to)
  const stop = END.exec(value)
  if (stop) value = value.slice(0, stop.index)
  value = below ? value.split('\n').slice(0, MOST_LINES).join('\n') : value.split('\n', 1)[0]!
  const end = start + pieces(value, start, tokens).replace(/[\s.,(–—-]+$/u, '').length
  return end - start > 4 && isAddress(text, tokens, start, end) ? { start, end } : undefined
}

/** The parts between commas, up to one that is no part of an address: ", приезжай к 5". */
function pieces(value: string, start: number, tokens: readonly NameToken[]): string {
  let length = 0
  for (const m of value.matchAll(/[^,\n]{1,200}(?:[,\n]|$)/gu)) {
    if (!isPart(m[0], start + m.index, tokens)) break
    length = m.index + m[0].length
  }
  return value.slice(0, length)
}

function isPart(piece: string, start: number, tokens: readonly NameToken[]): boolean {
  const first = /\S/u.exec(piece)
  if (!first) return true
  if (!/\p{Ll}/u.test(first[0])) return !/[.!?] \p{Lu}\p{Ll}+ \p{Ll}/u.test(piece)
  const end = start + piece.length
  for (let i = tokenFrom(tokens, 0, start); i < tokens.length && tokens[i]!.start < end; i++)
    if (isOfAddress(tokens[i]!)) return true
  return false
}

function isOfAddress({ word }: NameToken): boolean {
  const roles = rolesOf(word)
  return ((roles & ~Role.cue) !== 0 && (roles & Role.feeble) === 0) || isNumberInWords(word)
}

function isAddress(text: string, tokens: readonly NameToken[], start: number, end: number): boolean {
  let words = 0
  let roles = 0
  let numbered = /\d/.test(text.slice(start, end))
  let capitals = false
  for (let i = tokenFrom(tokens, 0, start); i < tokens.length && tokens[i]!.start < end; i++) {
    words++
    roles |= rolesOf(tokens[i]!.word)
    numbered ||= isNumberInWords(tokens[i]!.word)
    capitals ||= tokens[i]!.word.capitals
  }
  const street = (roles & (Role.streetInFront | Role.streetBehind | Role.district | Role.dwelling)) !== 0
  return words > 0 && (numbered ? capitals || street : street && capitals)
}

/** For the test of linear time. */
export const addressExpressions: readonly RegExp[] = [END, QUESTION, END_OF_ANSWER]
