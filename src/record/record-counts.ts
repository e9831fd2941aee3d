export interface RecordCounts {
  in: number
  out: number
  excluded: number
  suppressed: number
  quarantined: number
}

export function addCounts(a: RecordCounts, b: RecordCounts): RecordCounts {
  return {
    in: a.in + b.in,
    out: a.out + b.out,
    excluded: a.excluded + b.excluded,
    suppressed: a.suppressed + b.suppressed,
    quarantined: a.quarantined + b.quarantined,
  }
}

export const NO_RECORDS: RecordCounts = { in: 0, out: 0, excluded: 0, suppressed: 0, quarantined: 0 }
