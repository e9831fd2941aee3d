/** What a signal says about training. */
export type SignalReading = 'deny' | 'allow' | 'unknown'

/** A file that is not what it is called; the message is a phrase and holds nothing of the file. */
export class SignalFault extends Error {
  override name = 'SignalFault'
}

/** Any prohibition wins, then any permission: the rule of IETF aipref. */
export function mostRestrictive(readings: readonly SignalReading[]): SignalReading {
  return readings.includes('deny') ? 'deny' : readings.includes('allow') ? 'allow' : 'unknown'
}

/** The lines of a text without their ends, byte order mark and all kinds of line ends taken care of. */
export function linesOf(text: string): string[] {
  return text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
}

/** `Name: value` → name in lower case and value, both trimmed; undefined for a line without a name. */
export function nameAndValue(line: string): [name: string, value: string] | undefined {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
  return name === '' || /\s/.test(name) ? undefined : [name, line.slice(colon + 1).trim()]
}
