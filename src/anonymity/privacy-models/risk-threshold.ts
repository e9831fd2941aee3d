import { ROUNDING, several } from './privacy-model.ts'

/**
 * Models of a whole table: a bound on the average risk, or on the share of unique records. One level a column meets them by
 * suppressing the smallest classes one by one, since those raise both most; local recoding by larger classes. K. El Emam, "Guide to the de-identification of personal health
 * information", CRC Press 2013, chapter 16. Averages hide the few who stand out: set a k beside them. Cost: a sort of the
 * class sizes.
 */
export interface TableModel {
  name: string
  /** rows of a class: where none has fewer, every table holds */
  classSize: number
  /** whether the classes that are left may be published */
  holds(left: ClassesLeft): boolean
  /** what the classes have of it, in words */
  reached(left: ClassesLeft): string
}

/** Published classes together. */
export interface ClassesLeft {
  classes: number
  rows: number
  /** classes of one row */
  unique: number
}

/** Average risk (marketer risk): classes / records is at most `threshold`. */
export function averageRisk(threshold: number): TableModel {
  return {
    name: `average risk ${threshold}`,
    classSize: Math.ceil(1 / threshold - 1e-9),
    holds: ({ classes, rows }) => classes <= threshold * rows * (1 + ROUNDING),
    reached: ({ classes, rows }) => `${several(classes, 'class', 'classes')} of ${several(rows, 'record')}`,
  }
}

/** The share of records that are alone in their class is at most `threshold`. */
export function uniqueness(threshold: number): TableModel {
  return {
    name: `uniqueness ${threshold}`,
    classSize: 2,
    holds: ({ unique, rows }) => unique <= threshold * rows * (1 + ROUNDING),
    reached: ({ unique, rows }) => `${unique} of ${several(rows, 'record')} alone`,
  }
}
