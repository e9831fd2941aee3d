/** What the sizes of a table's classes say about it. */
export interface ClassSizes {
  rows: number
  classes: number
  /** smallest class, k; 0 where there is none */
  smallest: number
  largest: number
  /** rows / classes */
  average: number
  /** Σ size² of the classes + all rows × suppressed rows. Bayardo and Agrawal, ICDE 2005 */
  discernibility: number
}

/** Chances of finding a record again by its quasi-identifiers. El Emam and Arbuckle, "Anonymizing health data", 2013. */
export interface ReidentificationRisk {
  /** the attacker knows that the person is in the data: 1 / smallest class */
  prosecutor: number
  /** the attacker knows a register of a larger population only: 1 / smallest class there, of the classes that are published */
  journalist: number
  /** the share of all records that are found on average: classes / rows */
  marketer: number
  /** share of records that are alone in their class */
  unique: number
  /** the least risk of a record: 1 / largest class */
  lowest: number
}

export function classSizes(sizes: Iterable<number>, suppressed = 0): ClassSizes {
  let rows = 0
  let classes = 0
  let smallest = Infinity
  let largest = 0
  let squares = 0
  for (const size of sizes) {
    rows += size
    classes++
    smallest = Math.min(smallest, size)
    largest = Math.max(largest, size)
    squares += size * size
  }
  return {
    rows,
    classes,
    smallest: classes === 0 ? 0 : smallest,
    largest,
    average: classes === 0 ? 0 : rows / classes,
    discernibility: squares + (rows + suppressed) * suppressed,
  }
}

/** `population`: by class, how many people of the population are in it; without one it is the data itself. */
export function reidentificationRisk(sizes: ArrayLike<number>, population?: ArrayLike<number>): ReidentificationRisk {
  const { rows, classes, smallest, largest } = classSizes(Array.from(sizes))
  const unique = Array.from(sizes).filter((size) => size === 1).length
  if (classes === 0) return { prosecutor: 0, journalist: 0, marketer: 0, unique: 0, lowest: 0 }
  return {
    prosecutor: 1 / smallest,
    journalist: population === undefined ? 1 / smallest : 1 / Math.min(...Array.from(population)),
    marketer: classes / rows,
    unique: unique / rows,
    lowest: 1 / largest,
  }
}
