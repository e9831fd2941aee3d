/** Organisations in English text: capitals that end in the word of a form, or stand behind "work for" and the like. */
import type { Candidate } from '../recogniser.ts'

const CAP = String.raw`\p{Lu}[\p{L}\p{M}&'’-]{0,25}`
const FORM =
  'Incorporated|Inc|LLC|L\\.L\\.C|Ltd|Limited|Corporation|Corp|Company|Co|GmbH|AG|PLC|Plc|Group|Holdings?|Partners|Associates|Foundation|Institute|Technologies|Systems|Solutions|Consulting|Capital|Investments|Insurance|Laboratories|Labs|Industries|Enterprises|Ventures|Bank|University|College|Hospital'
const WITH_FORM = new RegExp(`(?<![\\p{L}\\p{N}])${CAP}(?: (?:${CAP}|and|of|&|the)){0,4} (?:${FORM})(?![\\p{L}])`, 'gu')
const BEHIND = new RegExp(
  `(?<=(?<![\\p{L}])(?:works? for|worked for|working for|employed by|employed at|job at|internship at) )${CAP}(?:(?:,? (?:and )?)${CAP}){0,4}(?= (?:in|as|is|for|has|was|,)|[,.;]|$)`,
  'gu',
)
const BEFORE = new RegExp(
  `(?<![\\p{L}\\p{N}])${CAP}(?: ${CAP}){0,4}(?= is (?:a|an|the) (?:[a-z]{1,20} ){0,2}(?:agency|company|firm|startup|start-up|bank|supplier|manufacturer|provider))`,
  'gu',
)

/** Candidates of the entity `organisation`. */
export function findOrganisations(text: string): Candidate[] {
  if (/[\u0400-\u04ff]/.test(text)) return []
  const found: Candidate[] = []
  add(text, WITH_FORM, 0.6, 'form of an organisation', found)
  add(text, BEHIND, 0.52, 'word of employment', found)
  add(text, BEFORE, 0.6, 'called a company', found)
  return found
}

function add(text: string, expression: RegExp, score: number, why: string, found: Candidate[]): void {
  for (const m of text.matchAll(expression))
    found.push({ start: m.index, end: m.index + m[0].length, score, why: [why] })
}

/** For the test of linear time. */
export const organisationExpressions: readonly RegExp[] = [WITH_FORM, BEHIND, BEFORE]
