import { describe, expect, it } from 'vitest'
import { ENTRY_SHAPES } from '../../src/evidence/log/entry-schemas.ts'
import { LANGUAGES, localeOf } from '../../src/evidence/report/locale.ts'
import { VIEW_CATALOGUES } from '../../src/view/languages/catalogue.ts'

describe.each(LANGUAGES)('in %s the viewer', (language) => {
  const words = VIEW_CATALOGUES[language]

  it('has a word for every type of entry of the log', () => {
    expect(Object.keys(ENTRY_SHAPES).filter((type) => !words.types[type])).toEqual([])
  })

  it('counts as its language does', () => {
    const told = [1, 2, 5, 21].map((n) => words.filter.found(localeOf(language), n))
    const forms = {
      kk: ['жазба', 'жазба', 'жазба', 'жазба'],
      ru: ['запись', 'записи', 'записей', 'запись'],
      en: ['1 entry', '2 entries', '5 entries', '21 entries'],
    }[language]
    for (const [i, form] of forms.entries()) expect(told[i]).toContain(form)
  })
})
