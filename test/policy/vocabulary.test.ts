import { describe, expect, test } from 'vitest'
import dpv from '../../policies/vocabulary/dpv.json' with { type: 'json' }
import { isAncestor, kindsOf, resolveTerm, suggestTerm } from '../../src/policy/vocabulary.ts'
import type { TermKind } from '../../src/policy/vocabulary.ts'
import { ALIASES } from '../../src/policy/vocabulary-aliases.ts'

const KINDS = Object.keys(dpv.terms) as TermKind[]
const ids = (kind: TermKind) => Object.keys(dpv.terms[kind])

describe('a term is known by', () => {
  test.each<[string, TermKind, string, string]>([
    ['its id', 'purpose', 'dpv:ScientificResearch', 'dpv:ScientificResearch'],
    ['its IRI', 'purpose', 'https://w3id.org/dpv#ScientificResearch', 'dpv:ScientificResearch'],
    ['the IRI of an extension', 'processing', 'https://w3id.org/dpv/ai#ModelTraining', 'dpv-ai:ModelTraining'],
    ['the prefix of DPV itself', 'personal-data', 'pd:Biometric', 'dpv-pd:Biometric'],
    ['its bare name', 'processing', 'ModelTraining', 'dpv-ai:ModelTraining'],
    ['its name with dashes', 'processing', 'model-training', 'dpv-ai:ModelTraining'],
    ['its name with underscores', 'purpose', 'service_optimisation', 'dpv:ServiceOptimisation'],
    ['its -ize spelling', 'purpose', 'Service Optimization', 'dpv:ServiceOptimisation'],
    ['its label', 'processing', 'Model Fine-Tuning', 'dpv-ai:ModelFineTuning'],
    ['an alias', 'processing', 'fine-tuning', 'dpv-ai:ModelFineTuning'],
    ['a key of fideslang', 'processing', 'train_ai_system', 'dpv-ai:ModelTraining'],
    ['a dotted key of fideslang', 'purpose', 'essential.fraud_detection', 'dpv:FraudPreventionAndDetection'],
    ['a word that registers use', 'consent-status', 'withdrawn', 'dpv:ConsentWithdrawn'],
    ['a plain category', 'personal-data', 'biometric', 'dpv-pd:Biometric'],
    ['surrounding spaces not counting', 'personal-data', ' health ', 'dpv-pd:Health'],
  ])('%s', (_, kind, text, id) => {
    expect(resolveTerm(kind, text)?.id).toBe(id)
  })
})

test.each<[string, TermKind, string]>([
  ['a term of another kind', 'purpose', 'dpv-ai:ModelTraining'],
  ['an id in another spelling', 'purpose', 'dpv:scientificresearch'],
  ['a term that does not exist', 'purpose', 'dpv:Profit'],
  ['an unknown prefix', 'purpose', 'ex:ScientificResearch'],
  ['the empty text', 'purpose', ''],
  ['a prefix alone', 'purpose', 'dpv:'],
  ['a name every object has', 'purpose', 'constructor'],
])('%s is unknown', (_, kind, text) => {
  expect(resolveTerm(kind, text)).toBeUndefined()
})

test('every term of every kind is found by its id, its bare name and its label', () => {
  for (const kind of KINDS)
    for (const id of ids(kind)) {
      const { label, ...term } = resolveTerm(kind, id)!
      expect(term.id).toBe(id)
      expect(resolveTerm(kind, id.slice(id.indexOf(':') + 1))?.id, id).toBe(id)
      expect(resolveTerm(kind, label), label).toBeDefined()
    }
})

test('every alias names a term', () => {
  for (const kind of KINDS)
    for (const [alias, id] of Object.entries(ALIASES[kind]!)) {
      expect(resolveTerm(kind, alias)?.id, alias).toBe(id)
      expect(ids(kind)).toContain(id)
    }
})

describe('broader and narrower', () => {
  test.each<[TermKind, string, string, boolean]>([
    ['purpose', 'dpv:ResearchAndDevelopment', 'dpv:ScientificResearch', true],
    ['purpose', 'dpv:ScientificResearch', 'dpv:ResearchAndDevelopment', false],
    ['purpose', 'dpv:ScientificResearch', 'dpv:ScientificResearch', false],
    ['purpose', 'dpv:Purpose', 'dpv:RecruitmentTargetedAdvertising', true],
    ['processing', 'dpv-ai:ModelTraining', 'dpv-ai:ModelFineTuning', true],
    ['processing', 'dpv-ai:ModelFineTuning', 'dpv-ai:ModelTraining', false],
    ['personal-data', 'dpv:SpecialCategoryPersonalData', 'dpv-pd:Fingerprint', true],
    ['personal-data', 'biometric', 'fingerprint', true],
    ['personal-data', 'dpv-pd:Biometric', 'dpv-pd:Health', false],
    ['consent-status', 'dpv:ConsentStatusInvalidForProcessing', 'dpv:ConsentWithdrawn', true],
    ['purpose', 'dpv:Nonsense', 'dpv:ScientificResearch', false],
  ])('%s: %s is broader than %s: %s', (kind, broader, narrower, expected) => {
    expect(isAncestor(kind, broader, narrower)).toBe(expected)
  })

  test('is an order: transitive, and nothing is broader than itself', () => {
    for (const kind of KINDS) {
      const terms = ids(kind).map((id) => resolveTerm(kind, id)!)
      const above = new Map(terms.map(({ id, ancestors }) => [id, new Set(ancestors)]))
      for (const { id, ancestors } of terms) {
        expect(ancestors).not.toContain(id)
        for (const ancestor of ancestors)
          for (const further of above.get(ancestor)!) expect(above.get(id)!.has(further)).toBe(true)
      }
    }
  })
})

test.each<[TermKind, string, string | undefined]>([
  ['purpose', 'dpv:ScientificReserch', 'dpv:ScientificResearch'],
  ['purpose', 'scientific-reserch', 'dpv:ScientificResearch'],
  ['processing', 'model-trainin', 'dpv-ai:ModelTraining'],
  ['purpose', 'zzzzzzzzzz', undefined],
])('for a mistyped %s %s the suggestion is %s', (kind, text, expected) => {
  expect(suggestTerm(kind, text)).toBe(expected)
})

test('a text can be a term of several kinds', () => {
  expect(kindsOf('model-training')).toEqual(['processing'])
  expect(kindsOf('Verification')).toContain('purpose')
  expect(kindsOf('nonsense')).toEqual([])
})
