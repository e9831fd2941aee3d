import { describe, expect, it } from 'vitest'
import { characterSet, readCharacter } from '../../src/detect/character-sets.ts'

const characters = [
  ...Array.from({ length: 0x590 }, (_, i) => String.fromCharCode(i)),
  ...'ẞK\u2009\u2028№–’“„…€₸⅓ⅷ０Ａㄱ漢가ﬀ\u3000\ufeff',
  '😀',
  '𐐀',
  '𝐀',
  '𝟘',
]

describe('a set of characters', () => {
  it.each(
    [
      'a',
      'K',
      's',
      'ж',
      'Ё',
      '7',
      '\\.',
      '\\u2019',
      '\\x41',
      '\\d',
      '\\s',
      '\\w',
      '\\p{L}',
      '\\p{Lu}',
      '\\p{Ll}',
      '\\p{N}',
      '\\p{M}',
    ]
      .concat(['[A-Z]', '[А-Яа-яЁё]', '[^\\s<>"]', '[\\p{Lu}\\p{N}_-]', '[0-9A-Fa-f:.]', '[\\]\\-x]', '[ә-ӣ]', '[à-þ]'])
      .concat(['.', '\\p{Script=Cyrillic}', '[^a-zа-я\\d]']),
  )('%s has every character that its expression matches', (source) => {
    for (const flags of ['u', 'iu']) {
      const expression = new RegExp(`^${source}$`, flags)
      const has = characterSet(source, flags === 'iu')
      const missing = characters.filter((c) => expression.test(c) && !has(readCharacter(c)))
      expect(missing).toEqual([])
    }
  })

  it('has no other letters of ASCII and the Cyrillic alphabets', () => {
    const plain = characters.filter((c) => /^[\x00-\x7f\u0400-\u04ff]$/.test(c))
    for (const source of ['a', '[A-Z]', '[^а-я]', '\\p{Lu}', '\\w', '[ж-я0-9]'])
      for (const flags of ['u', 'iu']) {
        const expression = new RegExp(`^${source}$`, flags)
        const has = characterSet(source, flags === 'iu')
        expect(plain.filter((c) => has(readCharacter(c)))).toEqual(plain.filter((c) => expression.test(c)))
      }
  })
})
