import { createHash } from 'node:crypto'

/** A text with what is personal in it; offsets are UTF-16 units. */
export interface LabelledText {
  /** `kk-chat-01`: language, kind, number */
  id: string
  lang: Lang
  kind: Kind
  text: string
  spans: Span[]
}

export interface Span {
  start: number
  end: number
  /** an entity of perde: `person`, `phone`, `iin`, … */
  type: string
}

export const LANGS = ['kk', 'ru', 'en', 'mixed'] as const
export type Lang = (typeof LANGS)[number]

export const KINDS = [
  'chat',
  'support',
  'form',
  'complaint',
  'medical',
  'school',
  'delivery',
  'hr',
  'bank',
  'call',
] as const
export type Kind = (typeof KINDS)[number]

/**
 * Reads texts marked up by hand. A line `=== kk-chat-01` begins a text, which lasts to the next such line; what is
 * personal in it is written `⟦person:Айгүл⟧`. So a label cannot be at a wrong place.
 */
export function parseMarkedTexts(source: string): LabelledText[] {
  const parts = source.split(/^=== (\S+)\n/mu)
  if (parts[0]!.trim() !== '') throw new Error('a text has no line === id before it')
  const texts: LabelledText[] = []
  for (let i = 1; i < parts.length; i += 2) {
    const id = parts[i]!
    const [lang, kind] = id.split('-') as [Lang, Kind]
    texts.push({ id, lang, kind, ...unmark(parts[i + 1]!.replace(/\n$/u, ''), id) })
  }
  return texts
}

/** By whom and when a text was written: the numbers that each turn of writers began with, and what is said of it. */
export const TURNS = [
  { from: 1, name: '1 to 30, the first' },
  { from: 31, name: '31 to 70, meant to be hard' },
  { from: 71, name: '71 to 100, others again' },
  { from: 101, name: '101 to 200, others again' },
  { from: 201, name: 'from 201, others again' },
] as const

/** The place in `TURNS` of a text. */
export function turnOf(id: string): number {
  const number = Number(id.slice(id.lastIndexOf('-') + 1))
  return TURNS.findLastIndex(({ from }) => number >= from)
}

/** Misses may be looked at in `dev` only, so that `held` keeps its worth. Half each, by a digest of the id. */
export function halfOf(id: string): 'dev' | 'held' {
  return createHash('sha256').update(id).digest()[0]! & 1 ? 'held' : 'dev'
}

function unmark(marked: string, id: string): { text: string; spans: Span[] } {
  const spans: Span[] = []
  let text = ''
  let from = 0
  for (const mark of marked.matchAll(/⟦([a-z-]+):([^⟦⟧]+)⟧/gu)) {
    text += marked.slice(from, mark.index)
    spans.push({ start: text.length, end: text.length + mark[2]!.length, type: mark[1]! })
    text += mark[2]!
    from = mark.index + mark[0].length
  }
  text += marked.slice(from)
  if (/[⟦⟧]/u.test(text)) throw new Error(`${id}: a mark is not closed`)
  return { text, spans }
}
