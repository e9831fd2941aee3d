/**
 * Biometric data inside a text: templates, images, sounds and vectors that somebody pasted beside words. A text is looked at
 * every few characters, long runs are walked once and decoded by their heads, so the work is linear in the text.
 */
import { containerOf, startsWith } from './magic.ts'
import { modalities } from './modalities.ts'
import { peel } from './peel.ts'
import type { Peeled } from './peel.ts'
import { DLIB_NORM, isUnit } from './vector-facts.ts'
import { EMBEDDING_DIMENSIONS, vectorIn, vectorInBytes } from './vectors.ts'
import type { VectorShape } from './vectors.ts'

/** UTF-16 offsets into the text as given. */
export interface BiometricSpan {
  start: number
  end: number
  entity: string
  score: number
  /** fixed phrase of the decision record */
  why: string
}

type Content = Pick<BiometricSpan, 'entity' | 'score' | 'why'>

/** Characters; a shorter run holds no template. */
const SHORTEST_CODE = 32
/** Characters; a shorter run of numbers is no embedding. */
const SHORTEST_NUMBERS = 128
const NOTHING: readonly BiometricSpan[] = Object.freeze([])

/** Spans in their order, none on top of another. */
export function biometricSpans(text: string): readonly BiometricSpan[] {
  if (text.length < SHORTEST_CODE) return NOTHING
  const spans = [...codesIn(text), ...(text.length < SHORTEST_NUMBERS ? [] : vectorsIn(text))]
  if (spans.length === 0) return NOTHING
  spans.sort((a, b) => a.start - b.start)
  return spans.filter((span, i) => i === 0 || span.start >= spans[i - 1]!.end)
}

/** Runs of characters of a class, from a length on; each is met at one of the places that are looked at. */
function* runsIn(text: string, inRun: Uint8Array, shortest: number): Generator<{ start: number; end: number }> {
  let before = 0
  for (let at = shortest - 1; at < text.length; at += shortest) {
    if (inRun[text.charCodeAt(at)] !== 1) continue
    let start = at
    while (start > before && inRun[text.charCodeAt(start - 1)] === 1) start--
    let end = at + 1
    while (end < text.length && inRun[text.charCodeAt(end)] === 1) end++
    if (end - start >= shortest) yield { start, end }
    before = end
    at = end - 1
  }
}

function classOf(expression: RegExp): Uint8Array {
  const inRun = new Uint8Array(0x10000)
  for (let unit = 0; unit < 0x100; unit++) if (expression.test(String.fromCharCode(unit))) inRun[unit] = 1
  return inRun
}

const CODE = classOf(/[\w+/-]/)
const NUMBERS = classOf(/[\d.,;eE+\-\s]/)

function* codesIn(text: string): Generator<BiometricSpan> {
  let done = 0
  for (const run of runsIn(text, CODE, SHORTEST_CODE)) {
    if (run.start < done) continue
    const start = beginningOf(text, run.start)
    const prefix = DATA_URI.exec(text.slice(Math.max(done, start - LONGEST_PREFIX), start))?.[0] ?? ''
    const line = text.slice(start - prefix.length, padded(text, run.end))
    const code = contentOf(line) && wholeCode(text, start, run.end)
    const content = code && contentOf(prefix + code.text)
    if (!content) continue
    yield { start: start - prefix.length, end: code.end, ...content }
    done = code.end
  }
}

/** `\x` of Postgres belongs to the run; `\n` of a text in a text does not. */
function beginningOf(text: string, start: number): number {
  if (text[start - 1] !== '\\') return start
  return text[start] === 'x' ? start - 1 : /[nrt]/.test(text[start]!) ? start + 1 : start
}

const DATA_URI = /data:[\w.+/-]{0,100}(?:;[\w=.+-]{1,60}){0,4},$/i
const LONGEST_PREFIX = 400

function padded(text: string, end: number): number {
  let to = end
  while (to < end + 2 && text[to] === '=') to++
  return to
}

/** Of an encoding in lines: all of them, as far as they are of one length. */
function wholeCode(text: string, start: number, end: number): { text: string; end: number } {
  const lines = [text.slice(start, padded(text, end))]
  const width = end - start
  let to = start + lines[0]!.length
  if (width > LONGEST_LINE) return { text: lines[0]!, end: to }
  for (let length = width; length === width;) {
    const next = NEXT_LINE.exec(text.slice(to, to + LONGEST_LINE + 16))
    if (!next || next[1]!.length > width) break
    lines.push(next[1]! + next[2]!)
    to += next[0].length
    length = next[1]!.length
  }
  return { text: lines.join(''), end: to }
}

const LONGEST_LINE = 256
const NEXT_LINE = /^(?:\r?\n|(?:\\r)?\\n)[ \t]{0,8}([\w+/-]{1,256})(={0,2})(?![\w+/=-])/

/** What a code is, by its bytes or its letters. A last character may be cut off. */
function contentOf(code: string): Content | undefined {
  const peeled = peel(code) ?? peel(code.slice(0, -1))
  for (const { entity, ofBytes, ofText } of modalities) {
    const sign = (peeled && ofBytes?.(peeled)) ?? ofText?.(code)
    if (sign && sign.confidence >= SURE_SIGN) return { entity, score: sign.confidence, why: sign.evidence }
  }
  if (!peeled) return undefined
  const container = isChance(peeled) ? undefined : containerOf(peeled)
  if (container === 'image') return { entity: 'face', score: CONTAINER, why: 'an image' }
  if (container === 'audio') return { entity: 'voice', score: CONTAINER, why: 'a sound recording' }
  return embedding(vectorInBytes(peeled))
}

const SURE_SIGN = 0.8
const CONTAINER = 0.7
const VECTOR = 0.6

/** A frame of MPEG or a bitmap is told by two bytes, which tokens have too; who names the media type is believed. */
function isChance({ head, mediaType }: Peeled): boolean {
  const isFrame = head[0] === 0xff && (head[1]! & 0xe0) === 0xe0
  return mediaType === undefined && (isFrame || startsWith(head, 'BM'))
}

function* vectorsIn(text: string): Generator<BiometricSpan> {
  for (const run of runsIn(text, NUMBERS, SHORTEST_NUMBERS)) {
    let { start, end } = run
    while (start < end && !isDigit(text, start) && !(/[.-]/.test(text[start]!) && isDigit(text, start + 1))) start++
    while (end > start && !isDigit(text, end - 1)) end--
    const content = embedding(vectorIn(text.slice(start, end)))
    if (content) yield { start, end, ...content }
  }
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0x30 && unit <= 0x39
}

/** One vector is no column: only of the norms that libraries give is it believed. */
function embedding(shape: VectorShape | undefined): Content | undefined {
  if (!shape || !EMBEDDING_DIMENSIONS.includes(shape.dimensions)) return undefined
  const { dimensions, norm, negative, whole, probabilities, centred } = shape
  if (!negative || whole || probabilities || !centred) return undefined
  if (dimensions === 128 && norm >= DLIB_NORM[0] && norm <= DLIB_NORM[1])
    return { entity: 'face', score: VECTOR, why: "a vector with the norm of dlib's face descriptors" }
  return isUnit(norm) ? { entity: 'biometric', score: VECTOR, why: 'a vector of unit norm' } : undefined
}
