import { mostRestrictive, type SignalReading } from './reading.ts'

/**
 * A preference of IETF aipref, a dictionary of structured fields (RFC 9651): `train-ai=n, search=y`. Parameters behind a
 * `;` do not count. A key without a value, or with another than `y` and `n`, says nothing.
 * https://datatracker.ietf.org/doc/draft-ietf-aipref-vocab/
 */
export function readContentUsage(value: string): SignalReading {
  const said = value.split(',').flatMap((member): SignalReading[] => {
    const [key, preference] = member.split(';')[0]!.split('=')
    if (key!.trim().toLowerCase() !== 'train-ai') return []
    const word = preference?.trim().toLowerCase()
    return word === 'n' ? ['deny'] : word === 'y' ? ['allow'] : []
  })
  return mostRestrictive(said)
}
