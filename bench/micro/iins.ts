import { futureIin, lastDay } from '../corpus/identifiers.ts'

/** So many numbers of the 2090s, each once. */
export function distinctIins(count: number): string[] {
  const iins: string[] = []
  for (let serial = 0; iins.length < count; serial++)
    for (let month = 1; month <= 12; month++)
      for (let day = 1; day <= lastDay(month); day++) {
        const iin = futureIin({ year: 2090 + (serial % 10), month, day }, 'M', Math.floor(serial / 10))
        if (iin !== undefined && iins.length < count) iins.push(iin)
      }
  return iins
}

/** The list in an order that follows nothing: steps of a prime through it. */
export function stirred(list: readonly string[]): string[] {
  return Array.from(list, (_, i) => list[(i * 611_953) % list.length]!)
}
