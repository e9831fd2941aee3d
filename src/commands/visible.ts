/**
 * Text of somebody else's, made harmless for a terminal: whatever would move the cursor, turn the direction or hide
 * stands there as a sign. Escape sequences in data can rewrite the screen or, on some terminals, type commands
 * (CWE-150); controls of direction show words in another order than they are read in (CVE-2021-42574).
 */
export function visible(character: string): string {
  const code = character.codePointAt(0)!
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return HIDDEN.test(character) ? `‹${code.toString(16).toUpperCase().padStart(4, '0')}›` : character
}

/** A whole text on one line. */
export function visibleText(text: string): string {
  let shown = ''
  for (const character of text) shown += visible(character)
  return shown
}

/** C1 controls, lone surrogates, format characters (direction, joiners, tags), line and paragraph separators, selectors. */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|[\u{e0100}-\u{e01ef}]|\u034f/u

/** Columns that a terminal gives a character: none for marks that stand on another, two for wide ones (UAX #11). */
export function columnsOf(character: string): number {
  const code = character.codePointAt(0)!
  if (code < 0x300) return 1
  if (MARK.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

const MARK = /[\p{Mn}\p{Me}]/u
const WIDE =
  /[\u1100-\u115e\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}\u{20000}-\u{3fffd}]/u
