import { describe, expect, it } from 'vitest'
import { SeenRegisters, type RegisterState } from '../../../src/engine/consents/seen-registers.ts'
import { PerdeError } from '../../../src/errors.ts'
import type { Entry } from '../../../src/evidence/log/entry-schemas.ts'

/** A table by who says no in it, each by the first byte of a reference. */
function table(who: number[], { columns = 'columns', place = 'place', bytes = '' } = {}): RegisterState {
  const counts = Array.from({ length: 256 }, (_, byte) => who.filter((one) => one === byte).length)
  const denied = { columns, table: `${columns} ${place}`, sha256: [...who].sort().join(), counts }
  return { sha256: `${who.join()} ${bytes}`, denials: who.length, denied }
}
const entry = (state: RegisterState, more: object = {}) =>
  ({ type: 'consent.register', dataset: 'clinic', rows: 9, subjects: 9, ...state, ...more }) as unknown as Entry
const old = ({ sha256, denials }: RegisterState) => ({ sha256, denials })
const code = (seen: Entry[], state: RegisterState, dataset = 'clinic') => {
  try {
    new SeenRegisters(seen, dataset).check(state, 'consents.csv')
    return 'goes on'
  } catch (e) {
    if (e instanceof PerdeError) return e.code
    throw e
  }
}

describe('a table of consents that a log has seen', () => {
  const seen = [entry(table([])), entry(table([7, 9]))]

  it.each<[string, RegisterState]>([
    ['as it was', table([7, 9], { bytes: 'blank line' })],
    ['with more denials', table([9, 8, 7])],
    ['read by other columns', table([1], { columns: 'others' })],
  ])('goes on %s', (_, state) => {
    expect(code(seen, state)).toBe('goes on')
  })

  it.each<[string, RegisterState]>([
    ['as it was before, by its bytes', table([])],
    ['as it was before, with a blank line more', table([], { bytes: 'blank line' })],
    ['with a stranger in the place of one who said no', table([7, 8])],
    ['with two strangers in the place of one', table([7, 8, 6])],
    ['somewhere else', table([7], { place: 'elsewhere' })],
    ['as it was before, read by other columns', { ...table([], { columns: 'others' }), sha256: table([]).sha256 }],
  ])('does not go on %s', (_, state) => {
    expect(code(seen, state)).toBe('DENIED_LEDGER')
  })

  it('is held for a data set under another name, where it is the same table', () => {
    expect(code(seen, table([7]), 'renamed')).toBe('DENIED_LEDGER')
    expect(code(seen, table([7], { place: 'elsewhere' }), 'other')).toBe('goes on')
  })

  it('goes on from what somebody answered for', () => {
    const answered = entry(table([7]), { by: 'data-office', reason: 'restored' })
    expect(code([...seen, answered], table([7]))).toBe('goes on')
    expect(code([...seen, answered], table([7]), 'renamed')).toBe('goes on')
    expect(code([...seen, answered], table([]))).toBe('DENIED_LEDGER')
  })

  it('is held by its number in a log that has kept no more', () => {
    const before = [entry(old(table([7, 9])))]
    expect(code(before, table([7]))).toBe('DENIED_LEDGER')
    expect(code(before, table([7, 8]))).toBe('goes on')
  })

  it('is held by the words for no that it was summed up by', () => {
    /** A table read now: who says no by any word, and who of them by one that an older perde knew. */
    const read = (who: number[], known: number[]): RegisterState => {
      const { denied, denials } = table(known)
      const all = table(who)
      return { ...all, denied: { ...all.denied!, states: 'all' }, before: { denials, denied } }
    }
    const seenNow = [entry(read([7, 9], [7]))]
    expect(code(seenNow, read([7, 9], [7]))).toBe('goes on')
    expect(code(seenNow, read([7], [7]))).toBe('DENIED_LEDGER')
    expect(code(seenNow, read([7, 8], [7, 8]))).toBe('DENIED_LEDGER')
    // Of an older perde: no alarm for what it did not count, and none that goes unheard for what it did.
    for (const seenBefore of [table([7]), old(table([7]))]) {
      expect(code([entry(seenBefore)], read([7, 9], [7]))).toBe('goes on')
      expect(code([entry(seenBefore)], read([8, 9], []))).toBe('DENIED_LEDGER')
    }
  })
})
