// Sequences (FASTA, plain), variants (VCF, rs numbers, consumer arrays), STR profiles
import type { Modality, Sign } from '../modality.ts'

const LOCI = /(?<![A-Za-z0-9])(?:D\d{1,2}S\d{2,4}|TH01|TPOX|CSF1PO|FGA|VWA|AMEL|PENTA ?[DE]|SE33)(?![A-Za-z0-9])/gi

export const modality = {
  entity: 'dna',
  aliases: ['DNA', 'DNA_SEQUENCE', 'DNA_VARIANT', 'DNA_STR_PROFILE', 'GENETIC'],
  names: {
    strong: [
      'dna',
      'genome',
      'genomic',
      'genotype*',
      'snp',
      'snps',
      'str profile',
      'haplotype*',
      'днк',
      'ген',
      'генотип*',
      'гаплотип*',
      'геном*',
      'генетическ*',
      'генетик*',
    ],
    weak: ['sequence', 'seq', 'vcf', 'variant'],
    falseFriends: ['team', 'general*', 'generated', 'gender', 'generation', 'генеральн*'],
  },
  needs: [
    /##fileformat=VCF/u,
    /rsid/iu,
    LOCI,
    /rs\d{3,12}[\s:;,=()]{1,3}[ACGT-]/iu,
    />[^\n]{0,200}\n/u,
    /[ACGTN\s]{60}/iu,
  ],
  ofText: sequence,
  examples: {
    match: ['##fileformat=VCFv4.2\n#CHROM\tPOS', 'D8S1179:13,14;D21S11:29,31;TH01:6,9.3', 'rs0000001 AG'],
    reject: [
      'TAGACAT',
      'ACTG-7',
      'BEGIN:VCARD\nVERSION:4.0',
      'TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT',
    ],
  },
  source: 'VCF 4.x, FASTA, CODIS core loci',
} satisfies Modality

const BASES = /[ACGTN]{40}/

/** Bases of a sequence without a heading. */
const LEAST_BASES = 60
/** UTF-16 units of three loci and what stands between them */
const SHORTEST_PROFILE = 11

function sequence(text: string): Sign | undefined {
  const head = text.slice(0, 4000)
  if (head.startsWith('##fileformat=VCF')) return { confidence: 0.97, evidence: 'variant call file' }
  if (/^#?\s*rsid\s+chromosome\s+position\s+genotype/i.test(head))
    return { confidence: 0.97, evidence: 'table of genotypes' }
  if (head.length >= SHORTEST_PROFILE && hasLoci(head, 3))
    return { confidence: 0.96, evidence: 'profile of short tandem repeats' }
  if (/^rs\d{3,12}[\s:;,=()]{1,3}[ACGT-][/|]?[ACGT-]\)?$/i.test(head.trim()))
    return { confidence: 0.9, evidence: 'variant with its genotype' }
  if (head.length < LEAST_BASES && !head.startsWith('>')) return undefined
  const fasta = /^>[^\n]{0,200}\n/.exec(head)
  const bases = head
    .slice(fasta?.[0].length ?? 0)
    .replace(/\s+/g, '')
    .toUpperCase()
  if (fasta && BASES.test(bases) && /^[ACGTUNRYKMSWBDHV-]+$/.test(bases))
    return { confidence: 0.96, evidence: 'FASTA sequence' }
  return bases.length >= LEAST_BASES && /^[ACGTN]+$/.test(bases) && entropy(bases) > 1.8
    ? { confidence: 0.8, evidence: 'sequence of bases' }
    : undefined
}

/** Whether so many different loci are named. */
function hasLoci(text: string, least: number): boolean {
  LOCI.lastIndex = 0
  let met: Set<string> | undefined
  for (let m = LOCI.exec(text); m; m = LOCI.exec(text)) (met ??= new Set()).add(m[0].toUpperCase())
  return met !== undefined && met.size >= least
}

/** Bits per base; 2 for an even mix. */
function entropy(bases: string): number {
  const counts = new Map<string, number>()
  for (const b of bases) counts.set(b, (counts.get(b) ?? 0) + 1)
  let bits = 0
  for (const n of counts.values()) bits -= (n / bases.length) * Math.log2(n / bases.length)
  return bits
}
