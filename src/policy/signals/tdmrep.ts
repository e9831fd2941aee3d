import { coversPath } from './path-pattern.ts'
import { mostRestrictive, SignalFault, type SignalReading } from './reading.ts'

/**
 * `/.well-known/tdmrep.json` of the TDM Reservation Protocol: a list of places with `tdm-reservation` 1 (rights are
 * reserved) or 0. A reservation with a policy to be agreed on is a reservation. https://www.w3.org/community/reports/tdmrep/
 */
export function readTdmrep(text: string, at: string | undefined): SignalReading {
  const rules = parse(text)
  const met = rules.filter(({ location }) => at === undefined || coversPath(location, at))
  return mostRestrictive(met.map(({ reserved }) => (reserved ? 'deny' : 'allow')))
}

function parse(text: string): { location: string; reserved: boolean }[] {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw new SignalFault('it is not JSON')
  }
  if (!Array.isArray(value)) throw new SignalFault('it is no list of places')
  return value.map((rule: unknown) => {
    const { location, 'tdm-reservation': reservation } = (rule ?? {}) as Record<string, unknown>
    if (typeof location !== 'string' || location === '') throw new SignalFault('a rule in it has no location')
    if (reservation !== 0 && reservation !== 1) throw new SignalFault('a tdm-reservation in it is neither 0 nor 1')
    return { location, reserved: reservation === 1 }
  })
}
