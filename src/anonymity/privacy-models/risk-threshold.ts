/**
 * Models of a whole table: a bound on the average risk, or on the share of unique records. They are met by suppressing the
 * smallest classes first, since those raise both most. K. El Emam, "Guide to the de-identification of personal health
 * information", CRC Press 2013, chapter 16. Averages hide the few who stand out: set a k beside them. Cost: a sort of the
 * class sizes.
 */
export interface TableModel {
  name: string
  /** the least class size that may be published so that the rest holds; 1: all may. `sizes`: of the classes that are left */
  leastSize(sizes: Float64Array): number
}

/** Average risk (marketer risk): classes / records is at most `threshold`. */
export function averageRisk(threshold: number): TableModel {
  return {
    name: `average risk ${threshold}`,
    leastSize: (sizes) => fromSmallest(sizes, (classes, rows) => classes <= threshold * rows * (1 + 1e-12)),
  }
}

/** The share of records that are alone in their class is at most `threshold`. */
export function uniqueness(threshold: number): TableModel {
  return {
    name: `uniqueness ${threshold}`,
    leastSize(sizes) {
      const unique = sizes.reduce((n, size) => n + (size === 1 ? 1 : 0), 0)
      const rows = sizes.reduce((sum, size) => sum + size, 0)
      return unique <= threshold * rows ? 1 : 2
    },
  }
}

function fromSmallest(sizes: Float64Array, holds: (classes: number, rows: number) => boolean): number {
  const sorted = sizes.slice().sort()
  let classes = sorted.length
  let rows = sorted.reduce((sum, size) => sum + size, 0)
  for (let i = 0; i < sorted.length; i++) {
    if (holds(classes, rows)) return i === 0 ? 1 : sorted[i]!
    // Classes of one size go together, so that the order of classes changes nothing.
    while (i + 1 < sorted.length && sorted[i + 1] === sorted[i]) {
      classes--
      rows -= sorted[i++]!
    }
    classes--
    rows -= sorted[i]!
  }
  return Infinity
}
