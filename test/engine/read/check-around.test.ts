import { describe, expect, it } from 'vitest'
import { checkAround } from '../../../src/engine/read/check-around.ts'

const input = { sourceName: 'people', bytes: { name: 'people.xml' } as never }
const check = (path: string, text: string) => () =>
  checkAround([{ path, text }], input, () => true, new Set(['id', 'dx']))

describe('what stands in a document outside its records', () => {
  it('may be a short description', () => {
    expect(check('export.title', 'Visits of May')).not.toThrow()
  })

  it.each(['export.part.r.id', 'export.R.@ID', 'export.old.dx'])(
    'is not called as a place in them that has a rule: %s',
    (path) => {
      expect(check(path, 'A1')).toThrow(expect.objectContaining({ code: 'INPUT_SURPRISE' }))
    },
  )
})
