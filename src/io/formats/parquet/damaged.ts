/** A Parquet file that is not what the specification says; `what` ends the sentence "the file is damaged: …", and never quotes it. */
export class Damaged extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'Damaged'
  }
}
