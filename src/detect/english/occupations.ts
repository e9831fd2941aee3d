/** Occupations: the words that are the head of one, and whether a phrase is one. */
import type { NameToken } from '../names/tokens.ts'
import { isCapital } from './english-text.ts'
import { Fact, factsOf } from './word-facts.ts'

/** Heads of occupations, singular, lower case. Written by hand. */
export const HEADS: ReadonlySet<string> = new Set(
  `accountant actor actress actuary administrator adviser advisor agent aide ambassador analyst anesthesiologist animator announcer anthropologist appraiser apprentice arborist archaeologist architect archivist artist assembler assessor assistant associate astronomer athlete attendant attorney auctioneer auditor author
  babysitter bailiff baker banker barber barista bartender beautician bellhop biochemist biologist blacksmith boilermaker bookkeeper botanist bricklayer broker builder butcher butler buyer cabinetmaker captain cardiologist caregiver caretaker carpenter cartographer cashier caterer caseworker chancellor chauffeur checker chef chemist chiropractor choreographer cleaner clergy clerk coach cobbler collector columnist comedian commander commissioner composer concierge conductor conservator constable consultant contractor controller cook coordinator co-ordinator copywriter corporal counselor counsellor courier curator custodian cutter
  dancer dealer dean decorator dentist deputy dermatologist designer detective developer dietitian dietician director dishwasher dispatcher diver doctor doorman drafter draftsman dressmaker driller driver drummer dyer economist editor educator electrician embalmer engineer engraver entertainer entrepreneur epidemiologist escort estimator examiner executive executor fabricator facilitator farmer fighter filmmaker financier firefighter fisherman fitter florist footballer forecaster foreman forester founder fumigator fundraiser gardener geographer geologist geophysicist glazier goldsmith governor grader greeter grinder groomer groundskeeper guard guide gynecologist hairdresser hairstylist handler handyman head helper historian host hostess housekeeper hunter hydrologist hygienist
  illustrator inspector installer instructor interpreter interviewer investigator ironworker janitor jeweler jeweller jockey journalist judge keeper laborer labourer landscaper lawyer leader lecturer librarian lieutenant lifeguard linguist lineman lobbyist locksmith logger logistician longshoreman machinist magician magistrate maid mailman maker manager manicurist marshal mason masseur masseuse mathematician mayor mechanic mediator merchandiser merchant messenger meteorologist microbiologist midwife millwright miner minister model molder mortician mover musician nanny negotiator neurologist neurosurgeon notary novelist nurse nutritionist obstetrician oceanographer officer operator optician optometrist orderly orthodontist orthopedist osteopath owner
  painter paperhanger paralegal paramedic park-ranger pathologist patrolman pediatrician paediatrician performer pharmacist pharmacologist philosopher phlebotomist photographer physician physicist physiologist physiotherapist pianist pilot pipefitter pipelayer planner plasterer player plumber podiatrist poet policeman policewoman politician porter postman postmaster potter preparer presenter president presser priest principal printer processor producer professor programmer proofreader prosecutor prosthodontist psychiatrist psychologist psychotherapist publicist publisher purchaser radiographer radiologist rancher ranger realtor receptionist recruiter referee registrar repairer repairman reporter representative researcher reservist retailer rigger roofer sailor salesman salesperson saleswoman scheduler scientist scout sculptor seaman seamstress secretary seller senator sergeant servant server setter shipper shoemaker shopkeeper singer smith social-worker sociologist soldier solicitor sonographer sorter specialist spokesperson sportsman sportsperson statistician steward stewardess stockbroker stocker stonemason strategist stripper stylist superintendent supervisor surgeon surveyor sweeper
  tailor tanner teacher technician technologist telemarketer teller tender tester therapist tiler toolmaker trader trainer trainee translator trapper treasurer treater trucker tutor typist umpire undertaker upholsterer usher valet vendor vet veterinarian vicar waiter waitress warden warehouseman watchman weaver webmaster weigher welder woodworker worker writer yardmaster zoologist
  tuner trimmer splicer winder distributor demonstrator expeditor loader packer packager wrapper painter hand ceo cto cfo coo vp intern`.split(
    /\s+/,
  ),
)

/** Heads that are many other things: they need a word before them. */
const VAGUE = new Set(
  'agent aide associate assistant head hand leader maker keeper owner player model guide host minister president captain checker collector cutter fighter founder grader handler helper hunter maid mover operator processor seller server setter smith stripper tender tester trader treater vet wrapper sorter printer controller builder distributor'.split(
    ' ',
  ),
)

const ENDING = /(?:ist|ician|ologist|keeper|maker|man|woman|person|monger|grapher|nomer|wright|smith)$/u

export function isHead(lower: string): boolean {
  return HEADS.has(lower) || HEADS.has(lower.replace(/s$/u, '')) || (lower.length > 6 && ENDING.test(lower))
}

/** Whether the tokens are an occupation and nothing else: "Court, municipal, and license clerk", "Director of Sales". */
export function isOccupation(tokens: readonly NameToken[], from: number, to: number): boolean {
  if (to <= from || to - from > 10) return false
  const last = tokens[to - 1]!.word.lower
  if (isHead(last) && (to - from > 1 || !VAGUE.has(last))) return modifiers(tokens, from, to - 1)
  const at = headBeforeOf(tokens, from, to)
  return at >= 0 && modifiers(tokens, from, at)
}

/** "Head of Marketing", "Vice President, Sales": the head stands before "of", "for" or a comma. */
function headBeforeOf(tokens: readonly NameToken[], from: number, to: number): number {
  for (let i = from; i < to - 1 && i - from < 5; i++)
    if (isHead(tokens[i]!.word.lower) && OF.has(tokens[i + 1]!.word.lower)) return i
  return -1
}

const OF = new Set(['of', 'for'])

/** Words before the head: no pronouns and verbs; "and" may stand among them. */
function modifiers(tokens: readonly NameToken[], from: number, head: number): boolean {
  for (let i = from; i < head; i++) {
    const { word } = tokens[i]!
    if (factsOf(word) & Fact.function && !/^(?:and|or|of|for|in|on|at|to|the|-)$/u.test(word.lower)) return false
  }
  // "Example Baker" is a name: a capital head alone behind one word that no dictionary has.
  if (head - from === 1 && isCapital(tokens[head]) && !(factsOf(tokens[from]!.word) & Fact.ordinary)) return false
  return true
}
