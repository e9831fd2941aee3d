/** What those who weigh a name are told of the text, and what they say. */
export interface Weight {
  score: number
  why: string
  /** a single word that is in no list of names */
  stranger?: boolean
}

/** What is to be known of the whole text. */
export interface Manner {
  /** written in capitals: the case of a letter says nothing there */
  shouting: boolean
  /** Russian: the dictionary and the cases of Russian say something there */
  russian: boolean
  /** more than a cell with a name or a label in it */
  prose: boolean
  /** in Latin letters */
  english: boolean
  /** Latin words in a text in Cyrillic letters */
  foreign: boolean
}
