/**
 * Columns of a table of consents that is imported, and words of `perde consent record --set`. The first nine are those of
 * a plain register.
 */
export const EVENT_COLUMNS = [
  'subject',
  'status',
  'at',
  'purpose',
  'processing',
  'categories',
  'from',
  'until',
  'controller',
  'term',
  'bin',
  'recipients',
  'jurisdiction',
  'notice',
  'notice-version',
  'notice-language',
  'notice-sha256',
  'actor',
  'guardian',
  'guardian-proof-sha256',
  'adult-on',
  'channel',
  'proof-sha256',
  'subject-named',
  'third-parties',
  'cross-border',
  'public-sources',
  'other-sha256',
  'refusal-ground',
  'refusal-citation',
  'source',
] as const
export type EventColumn = (typeof EVENT_COLUMNS)[number]

/** Cells by column, as written; a column that the table lacks is absent. */
export type EventCells = Partial<Record<EventColumn, string>>

export function isEventColumn(name: string): name is EventColumn {
  return (EVENT_COLUMNS as readonly string[]).includes(name)
}

/** What is wrong with a cell, without a word of what stands there. */
export interface EventFault {
  column: EventColumn
  message: string
  /** the item of 94-V art. 8(4) that is missing or wrong */
  item?: number
}
