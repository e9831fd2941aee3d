import { readContentUsage } from './content-usage.ts'
import { linesOf, mostRestrictive, nameAndValue, SignalFault, type SignalReading } from './reading.ts'

/** Response headers as they were saved with the data: `Content-Usage` of aipref, `tdm-reservation`, `X-Robots-Tag: noai`. */
export function readHeaders(text: string): SignalReading {
  const headers = linesOf(text).flatMap((line) => {
    const pair = nameAndValue(line)
    return pair ? [pair] : []
  })
  if (headers.length === 0) throw new SignalFault('it has no line "name: value"')
  return mostRestrictive(headers.map(([name, value]) => readHeader(name, value)))
}

/** One header, or one meta tag, which says the same under the same name; the name in lower case. */
export function readHeader(name: string, value: string): SignalReading {
  if (name === 'content-usage') return readContentUsage(value)
  if (name === 'tdm-reservation') return readReservation(value.trim())
  if (name === 'x-robots-tag' || name === 'robots') return NO_AI.test(value) ? 'deny' : 'unknown'
  return 'unknown'
}

const NO_AI = /(?:^|[\s,:])no(?:image)?ai(?:$|[\s,])/i

function readReservation(value: string): SignalReading {
  if (value !== '0' && value !== '1') throw new SignalFault('a tdm-reservation in it is neither 0 nor 1')
  return value === '1' ? 'deny' : 'allow'
}
