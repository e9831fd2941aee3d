import { describe, expect, it } from 'vitest'
import { ConsentState, isGrant, stateOf } from '../../src/consent/states.ts'

describe('words of a status column', () => {
  it.each([
    ['given', 'given'], // plain English
    ['  GIVEN ', 'given'], // case and spaces
    ['ConsentGiven', 'given'], // DPV's local name
    ['dpv:ConsentGiven', 'given'], // curie
    ['https://w3id.org/dpv#ConsentGiven', 'given'], // IRI
    ['dpv:RenewedConsentGiven', 'renewed'],
    ['dpv:ConsentRequestDeferred', 'deferred'],
    ['https://w3id.org/dpv#ConsentInvalidated', 'invalidated'],
    ['consent-withdrawn', 'withdrawn'], // dashes
    ['opted_out', 'refused'], // underscores
    ['берілді', 'given'], // Kazakh
    ['Қайтарып алынды', 'withdrawn'],
    ['бас тартты', 'refused'],
    ['мерзімі өтті', 'expired'],
    ['дано', 'given'], // Russian
    ['Отозвано', 'withdrawn'],
    ['отказ', 'refused'],
    ['истёк', 'expired'], // ё as е
    ['аннулировано', 'revoked'],
    ['unknown', 'unknown'],
  ] as const)('reads row %#', (word, state) => {
    expect(stateOf(word)).toBe(ConsentState[state])
  })

  it.each([
    [''], // blank
    ['givem'], // misspelt: not guessed
    ['gіven'], // a Cyrillic і in a Latin word
    ['dpv:ConsentStatusValidForProcessing'], // a class of states, not a state
    ['withdrawal refused'], // R14: never silently "given"
    ['1'],
    ['constructor'], // a name every object has
  ])('does not know row %#', (word) => {
    expect(stateOf(word)).toBeUndefined()
  })

  it('has two states that are valid for processing', () => {
    const valid = Object.entries(ConsentState).filter(([, state]) => isGrant(state))
    expect(valid.map(([name]) => name)).toEqual(['given', 'renewed'])
  })
})
