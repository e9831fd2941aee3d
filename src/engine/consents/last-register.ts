import { readEntries } from '../../evidence/log/log-reader.ts'

/** How many denials the table of consents of a data set had when a log last saw it. */
export function lastRegister(log: string, dataset: string): number | undefined {
  let denials: number | undefined
  for (const entry of readEntries(log, { type: 'consent.register' }))
    if (entry.type === 'consent.register' && entry.dataset === dataset) ({ denials } = entry)
  return denials
}
