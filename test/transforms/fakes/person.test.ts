import { describe, expect, it } from 'vitest'
import { createNameIndex } from '../../../src/transforms/fakes/name-index.ts'
import { createPersonMaker } from '../../../src/transforms/fakes/person.ts'
import { foldWord, toLatin } from '../../../src/transforms/fakes/script.ts'

const OPTIONS = { language: undefined, keepGender: true, keepScript: true, unique: false }
const stem = (name: string) => toLatin(foldWord(name)).replace(/y?a$/, '')
const DRAWS = 3000

describe('an invented person', () => {
  // Жәмила and Жамиля are written alike in the dative, once their letters are folded.
  it.each(['Жәмила', 'Гульнара', 'Мадина', 'Зүлфия'])('is called by no twin of the original: %s', (original) => {
    const invent = createPersonMaker(createNameIndex(), OPTIONS)
    const names = Array.from({ length: DRAWS }, (_, n) => {
      const draws = new Uint32Array(8).fill(Math.floor((n * 2 ** 32) / DRAWS))
      return invent(original, draws, 0, 0).word('given')
    })
    expect(new Set(names).size).toBeGreaterThan(50)
    expect(names.filter((name) => stem(name) === stem(original))).toEqual([])
  })
})
