import type { Refs } from './released-people.ts'

/** Whether one of some people is among others, who are in the order of their references. Cost: people × log others. */
export function knowsAny(others: Refs, { high, low }: Refs): boolean {
  for (let i = 0; i < high.length; i++) if (isThere(others, high[i]!, low[i]!)) return true
  return false
}

function isThere({ high, low }: Refs, h: number, l: number): boolean {
  let from = 0
  let to = high.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (high[middle]! < h || (high[middle] === h && low[middle]! < l)) from = middle + 1
    else to = middle
  }
  return from < high.length && high[from] === h && low[from] === l
}
