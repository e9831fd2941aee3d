import { describe, expect, it } from 'vitest'
import { ofTokens } from '../../../src/detect/names/of-tokens.ts'
import { nameTokens } from '../../../src/detect/names/tokens.ts'

describe('what is found out of the words of a text', () => {
  it('is asked once about a list, whatever is asked about others in between', () => {
    const asked: string[] = []
    const first = ofTokens((tokens) => asked.push(`first ${tokens.length}`))
    const second = ofTokens((tokens, text: string) => asked.push(`second ${text} ${tokens.length}`))
    const [one, three] = [nameTokens('Алмас'), nameTokens('Алмас пен Айгүл')]
    const answers = [first(one), second(three, 'b'), first(three), second(one, 'a')]
    expect([first(one), second(three, 'b'), first(three), second(one, 'a')]).toEqual(answers)
    expect(asked).toEqual(['first 1', 'second b 3', 'first 3', 'second a 1'])
  })

  it('may be nothing, and is not asked again then', () => {
    let times = 0
    const nothing = ofTokens((): undefined => void times++)
    const tokens = nameTokens('Алмас')
    expect([nothing(tokens), nothing(tokens), times]).toEqual([undefined, undefined, 1])
  })
})
