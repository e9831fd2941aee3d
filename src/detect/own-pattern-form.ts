/**
 * A policy's pattern as the normalised text has it: whoever copies `EMP–001` or `Nº7` out of the data writes what
 * `normalise` replaces before anything is looked for. Its characters are replaced alike; edges, groups, classes of
 * Unicode and repetitions stay as they are.
 */
import { normalise, TO_CYRILLIC, TO_LATIN } from './normalise.ts'

/** `pattern` in RE2's syntax without a fault → it for the normalised text, or why there is none, as a phrase for its author. */
export function patternForm(pattern: string): { form: string } | { fault: string } {
  const mixed = CYRILLIC.test(pattern)
  let form = ''
  let run: string[] = []
  const endRun = (): void => {
    form += runForm(run, mixed)
    run = []
  }
  for (const token of pattern.matchAll(TOKEN)) {
    const [raw] = token
    const { quoted, hex, char, klass } = token.groups!
    if (quoted !== undefined) run.push(...clustersOf(quoted))
    else if (hex !== undefined) run.push(String.fromCodePoint(parseInt(hex.replace(/[{}]/g, ''), 16)))
    else if (char !== undefined) run.push(char)
    else {
      endRun()
      if (klass === undefined) form += raw
      else {
        const of = classForm(klass)
        if ('fault' in of) return of
        form += of.form
      }
    }
  }
  endRun()
  return { form }
}

const CYRILLIC = /[\u0400-\u04ff]/
/** A quotation, a character by its number, a class, an escape, how a group begins, a sign of the syntax, or a character. */
const TOKEN =
  /\\Q(?<quoted>.*?)(?:\\E|$)|\\x(?<hex>\{[0-9a-fA-F]{1,8}\}|[0-9a-fA-F]{2})|(?<klass>\[\^?\]?(?:\[:\^?[a-z]{1,10}:\]|\\.|[^\]\\])*\])|\\[pP](?:\{[^}]*\}|.)|\\.|\(\?(?:P?<[^>]*>|[a-zA-Z-]*:?)|\{\d*,?\d*\}|[\\^$.|?*+()[\]{}]|(?<char>.\p{M}*)/gsu

function clustersOf(text: string): string[] {
  return text.match(/.\p{M}*/gsu) ?? []
}

/** Characters in a row, in which letters that look alike are those of one script as they are in a word of a text. */
function runForm(run: readonly string[], mixed: boolean): string {
  if (run.length === 0) return ''
  // Д is Cyrillic and nothing else: a word that has it is never read as Latin.
  if (run.some((c) => CYRILLIC.test(c) && !TO_LATIN.has(c))) {
    const word = [...normalise(run.join('')).text]
    if (word.length === run.length) return word.map(quoted).join('')
  }
  return run
    .map((c) => {
      const seen = normalise(c).text
      const twin = mixed ? (TO_LATIN.get(seen) ?? TO_CYRILLIC.get(seen)) : undefined
      if (twin !== undefined) return `[${seen}${twin}]`
      return [...seen].length === 1 ? quoted(seen) : `(?:${[...seen].map(quoted).join('')})`
    })
    .join('')
}

function quoted(c: string): string {
  return c.replace(/[\\^$.|?*+()[\]{}]/, '\\$&')
}

/** A member of a class as it is written; a range has a `to`. */
const MEMBER =
  /(?<kept>\[:\^?[a-z]{1,10}:\]|\\[pP](?:\{[^}]*\}|.)|\\[dDsSwWnrtfva])|(?<from>\\x\{[0-9a-fA-F]{1,8}\}|\\x[0-9a-fA-F]{2}|\\.|.\p{M}*)(?:-(?<to>\\x\{[0-9a-fA-F]{1,8}\}|\\x[0-9a-fA-F]{2}|\\.|[^\]]))?/gsu

/** Wider ranges are of whole scripts and stay as they are. */
const WIDEST = 2048

function classForm(klass: string): { form: string } | { fault: string } {
  const [, negation = '', members = ''] = /^\[(\^?)(.*)\]$/s.exec(klass)!
  const chars = new Set<string>()
  let kept = ''
  for (const member of members.matchAll(MEMBER)) {
    const [raw] = member
    const { from, to } = member.groups!
    const first = from === undefined ? undefined : characterOf(from)
    const last = to === undefined ? first : characterOf(to)
    if (first === undefined || last === undefined) {
      kept += raw
      continue
    }
    const seen = to === undefined ? normalise(first).text : ''
    if ([...seen].length > 1)
      return {
        fault: `the class "${klass}" has "${first}", which is searched for as "${seen}": write it outside of the brackets`,
      }
    const low = first.codePointAt(0)!
    const high = last.codePointAt(0)!
    if (to !== undefined && (high < 0x80 || high - low > WIDEST)) kept += raw
    else if (to === undefined) chars.add(seen)
    else for (let code = low; code <= high; code++) addSeen(chars, String.fromCodePoint(code))
    // A class of Cyrillic letters means a word in which some, or all, look like Latin ones.
    if (negation === '')
      for (const [twin, latin] of TO_LATIN) {
        const code = twin.codePointAt(0)!
        if (code >= low && code <= high) chars.add(latin)
      }
  }
  const codes = [...chars].filter((c) => c !== '').map((c) => c.codePointAt(0)!)
  const form = kept + rangesOf(codes.sort((a, b) => a - b))
  // Of characters that no text has after it is normalised.
  if (form === '') return { form: negation === '' ? '(?:)' : '(?s:.)' }
  return { form: `[${negation}${form}]` }
}

function addSeen(chars: Set<string>, c: string): void {
  const seen = normalise(c).text
  if ([...seen].length === 1) chars.add(seen)
}

/** The character that a member names; undefined: it names a class. */
function characterOf(member: string): string | undefined {
  const hex = /^\\x\{?([0-9a-fA-F]+)\}?$/.exec(member)?.[1]
  if (hex !== undefined) {
    const code = parseInt(hex, 16)
    return code > 0x10ffff ? undefined : String.fromCodePoint(code)
  }
  if (!member.startsWith('\\')) return member
  return /^\\[a-zA-Z0-9]/.test(member) ? undefined : member.slice(1)
}

function rangesOf(codes: readonly number[]): string {
  let out = ''
  for (let i = 0; i < codes.length; i++) {
    let end = i
    while (codes[end + 1] === codes[end]! + 1) end++
    out += inClass(codes[i]!) + (end > i + 1 ? `-${inClass(codes[end]!)}` : end > i ? inClass(codes[end]!) : '')
    i = end
  }
  return out
}

function inClass(code: number): string {
  const c = String.fromCodePoint(code)
  return /[\\\]^[-]/.test(c) ? `\\${c}` : c
}
