/** A stream of draws that depends on nothing but its name: not on the date, the machine or other streams. */
export interface Random {
  /** 0 … 2^32 − 1 */
  next(): number
  /** 0 … n − 1, for n up to 2^21 (the product stays exact) */
  below(n: number): number
  /** lowest … highest, both included */
  between(lowest: number, highest: number): number
  /** true in `percent` of a hundred draws */
  chance(percent: number): boolean
  pick<T>(list: readonly T[]): T
}

/**
 * sfc32 (C. Doty-Humphrey, PractRand; public domain), seeded by the name of the stream, so that a column added
 * to one table does not move the draws of another.
 */
export function randomStream(name: string): Random {
  let [a, b, c] = stateOf(name)
  let counter = 1
  function next(): number {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 15; i++) next()
  const below = (n: number) => Math.floor((next() * n) / 4294967296)
  return {
    next,
    below,
    between: (lowest, highest) => lowest + below(highest - lowest + 1),
    chance: (percent) => next() < percent * 42949672.96,
    pick: (list) => list[below(list.length)]!,
  }
}

/** A list of [value, weight] as a function that draws from it. */
export function weighted<T>(choices: readonly (readonly [T, number])[]): (random: Random) => T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0)
  return (random) => {
    let left = random.below(total)
    for (const [value, weight] of choices) if ((left -= weight) < 0) return value
    return choices[0]![0]
  }
}

/** The whole list in a drawn order (Fisher–Yates); the argument stays as it is. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const out = [...list]
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const moved = out[i]!
    out[i] = out[j]!
    out[j] = moved
  }
  return out
}

/** Three words of FNV-1a over the name's UTF-16 units, each from another start. */
function stateOf(name: string): [number, number, number] {
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9].map((start) => {
    let word = start
    for (let i = 0; i < name.length; i++) word = Math.imul(word ^ name.charCodeAt(i), 0x01000193)
    return word | 0
  })
  return [words[0]!, words[1]!, words[2]!]
}
