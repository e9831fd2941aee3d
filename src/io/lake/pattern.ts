import picomatch from 'picomatch'

// What a pattern of a source means, the same for the files of a machine and the keys of a store.

/** A letter of a name may be a line break too. A `!` before a pattern is a letter: it would read all but what is named. */
const OPTIONS = { dot: false, posix: true, nonegate: true, flags: 's' } as const

/** Is it a pattern, and not the name of one file? */
export function isPattern(text: string): boolean {
  return picomatch.scan(text, OPTIONS).isGlob
}

/** Does a pattern mean this path? Both with forward slashes. */
export function meant(pattern: string): (path: string) => boolean {
  return picomatch(pattern, OPTIONS)
}

/** May a folder hold what a pattern means? Only folders of which that is not ruled out are opened. */
export function mayHold(pattern: string): (folder: string) => boolean {
  const parts = pattern.split('/')
  // What spans folders ends what can be said folder by folder.
  const end = parts.findIndex((part) => part.includes('**') || /[{}()]/.test(part))
  const fits = (end === -1 ? parts.slice(0, -1) : parts.slice(0, end)).map(meant)
  return (folder) => {
    const names = folder.split('/')
    if (end === -1 && names.length > fits.length) return false
    return fits.every((fit, i) => i >= names.length || fit(names[i]!))
  }
}

/** The folders before the first part that is a pattern; a brace may hold slashes, so it ends the fixed part too. */
export function fixedPart(pattern: string): string {
  const parts = pattern.split('/')
  const first = parts.findIndex((part) => isPattern(part) || /[{}()]/.test(part))
  const fixed = parts.slice(0, first).join('/')
  return fixed === '' && pattern.startsWith('/') ? '/' : fixed
}

/** What of a pattern is about names below its fixed part. */
export function restOf(pattern: string): string {
  return pattern.slice(fixedPart(pattern).length).replace(/^\//, '')
}
