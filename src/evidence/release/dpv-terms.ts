import type { ManifestField } from './manifest.ts'

// Terms of the Data Privacy Vocabulary 2.3 for what a manifest says in perde's words.

const BASES: Readonly<Record<string, string>> = {
  consent: 'dpv:Consent',
  contract: 'dpv:Contract',
  'legal-obligation': 'dpv:LegalObligation',
  'public-interest': 'dpv:PublicInterest',
  'vital-interest': 'dpv:VitalInterest',
  'legitimate-interest': 'dpv:LegitimateInterest',
}

/** DPV knows no exceptions of Kazakhstan's law: they keep names of perde's own. */
export function legalBasisTerm(basis: string): string {
  return BASES[basis] ?? `perde:basis-${basis.replace(':', '-')}`
}

const MEASURES: readonly [iso20889: string, term: string][] = [
  ['pseudonymisation', 'dpv:DeterministicPseudonymisation'],
  ['cryptographic', 'dpv:SymmetricEncryption'],
  ['synthetic', 'dpv:UseSyntheticData'],
  ['masking', 'dpv:DataRedaction'],
  ['suppression', 'dpv:DataRedaction'],
  ['generalisation', 'dpv:Deidentification'],
  ['randomisation', 'dpv:Deidentification'],
]

/** Technical measures of a field, without doubles; empty: its values are as they were. */
export function technicalMeasures({ iso20889 }: Pick<ManifestField, 'iso20889'>): string[] {
  return [...new Set(MEASURES.filter(([name]) => iso20889.includes(name)).map(([, term]) => term))]
}
