import { describe, expect, it } from 'vitest'
import { marked } from '../english/marked.ts'

const organisations = marked('organisation')

describe('organisations in English text', () => {
  it.each([
    // forms
    ['we have paid Example Widgets Inc. for it', ['Example Widgets Inc.']],
    ['The supplier, Bolton and Gray Ltd., is late again', ['Bolton and Gray Ltd.']],
    // kinds, beside a word that no dictionary has
    ['he went to Exampleby High School as a boy', ['Exampleby High School']],
    // words of work
    ['I used to work for Zanvirt as a cook', ['Zanvirt']],
    ['she got a job at Walk Away last month', ['Walk Away']],
    ['a year at Zanvirt, which later became Better Credit in 1980', ['Zanvirt', 'Better Credit']],
    // offices of a company
    ['the CEO of Zanvirt resigned', ['Zanvirt']],
    ['The address of Zanvirt is not known', ['Zanvirt']],
    // what a company is, does and has
    ['Zanvirt is a design agency based nearby', ['Zanvirt']],
    ['Zanvirt, a software company, grew fast', ['Zanvirt']],
    ['In that year Zanvirt invested heavily in them', ['Zanvirt']],
    ["it is on Zanvirt's website", ['Zanvirt']],
    // partners
    ['Lopez, Santos and Coleman is a law firm in town', ['Lopez, Santos and Coleman']],
    ['the merger between Zanvirt and Borelix was blocked', ['Zanvirt', 'Borelix']],
    // unknown names where business is spoken of
    ['I want a refund, Zanvirt charged me twice', ['Zanvirt']],
    // small letters throughout
    ['i work for zanvirt, and i like it', ['zanvirt']],
    ['we wrote to example widgets inc. about it', ['example widgets inc.']],
  ])('are found in row %#', (text, expected) => {
    expect(organisations(text)).toEqual(expected)
  })

  it('are the line of a card between a name and an address or a telephone', () => {
    expect(organisations('Anna Example\nZanvirt\n5 Example Street\nMobile: 5')).toEqual(['Zanvirt'])
    expect(organisations('Best regards,\nAnna Example\nStaff nurse\nWalk Away\nTel: 5')).toEqual(['Walk Away'])
  })

  it.each([
    // food, flowers, songs, dogs
    'My husband prefers Emmental to Gouda, but we both love Prosecco.',
    'This spring I planted Dahlias, Hostas and Clematis next to the pond.',
    'My dog is a Labrador and my wife drives a Fordson.',
    // laws and feasts
    'Title VII of the Civil Rights Act protects them on Labor Day, at work.',
    // software
    'We moved from Webpack to Rollup, and the server runs in Docker at work.',
    // German
    'Ich fahre mit dem Auto in die Stadt und kaufe bei der Firma einen Hund.',
    // small words
    'He works for food, and the group of people met again',
  ])('are not other capitals in row %#', (text) => {
    expect(organisations(text)).toEqual([])
  })
})
