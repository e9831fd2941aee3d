/** How a cell stands in the bytes. */
export const Form = { text: 0, cdata: 1, empty: 2, whole: 3, attribute: 4, comment: 5, pi: 6 } as const
export type Form = (typeof Form)[keyof typeof Form]

/** Found cells in the order of their first bytes, but for the content of an element, which stands before its attributes. */
export interface XmlCells {
  column: number[]
  form: Form[]
  /** the bytes that a new value replaces */
  start: number[]
  end: number[]
  /** the bytes that leave with the cell */
  from: number[]
  to: number[]
  /** where the element begins, and where its name ends */
  tag: number[]
  nameEnd: number[]
}
