/** Small words of English talk beside which somebody is named; all in lower case. */
const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** Said to people only. */
export const TELLS = set(
  `tell tells told telling ask asks asked asking thank thanked remind reminds reminded reminding text texts texted texting message messaged meet met meeting marry married owe owes owed
  hug hugged kiss kissed blame blames blamed forgive interviewed warn warned beg begged persuade persuaded invite invited inviting babysit congratulate comfort wake woke introduce introduced cc cc'd teach taught helping helped bless`,
)

/** Said to people, and to firms. */
export const CALLS = set(
  `call called calling calls phone phoned phoning ring rang ringing email emailed emailing contact contacted contacting inform informed informing see saw seen seeing paid pay paying let help
  heard hear know knew knows watch visit visited visiting chased chasing hired fired sacked promoted trust collect collected fetch fetched love miss missed miss missing give gave giving lend lent send sent show showed shown bring brought buy bought join joined dropped drove pick picked feed fed`,
)

/** Before a name that is called, or that ends what is said. */
export const GREETINGS = set(
  `hi hiya hey hello dear thanks cheers bye goodbye sorry congrats congratulations yo omg lol oi morning evening afternoon welcome ciao thx ta birthday done luck oh aw aww haha ok okay hallo dearest darling night goodnight hbd bday`,
)

/** Lines above, or words before, the name at the end of a letter. */
export const SIGN_OFFS = set(
  'best regards cheers love thanks sincerely faithfully truly wishes yours warmly gratefully respectfully ta xx hugs kisses thx',
)

/** "left it with X", "I'm with X" */
export const TOGETHER = set(
  `left leave leaving spoke speak speaking spoken talk talked talking met meet meeting discuss discussed discussing arranged agreed checked check live lives lived living stay stayed staying went go going gone sat sit
  came chatted chat chatting i'm i’m im am she's she’s he's he’s dinner lunch coffee breakfast drinks appointment session interview married engaged together sharing share booked dealt deal dealing play played playing hang hanging hung argue argued fight fighting row
  conversation call catch date pregnant friends confirmed consult consulted liaise liaised`,
)

/** right before "to X" */
export const GIVES = set(
  `said say saying assigned reassigned forwarded escalated delegated according spoke speak speaking spoken talk talked talking talks reports report reporting reported married engaged listen listened apologise apologised apologize apologized complained introduced related chat chatting nice mean rude kind love happened wrote writes lied sorry next close`,
)

/** Somewhere before "to X": what is handed over. */
export const HANDED = set(
  'gave give giving given hand handed handing lent lend pass passed passing explained explain mention mentioned belongs leave leaves leaving left bequeath',
)

/** right before "from X" */
export const FROM = set(
  'message messages text texts call calls email emails letter card note voicemail hug love greetings heard hear gift present lift borrowed borrow',
)

/** right before "by X" */
export const PASSIVE = set(
  `signed seen approved handled taken written referred reviewed authorised authorized checked prepared assessed examined met helped led taught hosted completed witnessed countersigned interviewed supervised escorted accompanied driven treated collected told asked invited looked run goes go going went`,
)

/** What people say, and do by themselves. */
export const SAYS = set(
  `says said tells told asks asked thinks thought knows knew wants wanted forgot forgets remembered remembers phoned rang texted texts emailed messaged replied promised mentioned suggested refused insisted
  complained apologised apologized cried cries laughed smiled slept ate cooked loves loved hates hated likes liked misses missed hopes hoped feels felt wished wishes called left came comes went sent gave brought picked drove fell woke lost found took got turned wore swore confirmed reckons fancies`,
)

/** "is X coming", "who's X?" */
/** right before "of X" or "about X" */
export const FEELS = set(
  'proud fond jealous scared afraid ashamed mum mother father dad parent parents friend friends sister brother wife husband son daughter photo photos picture pictures death loss worried concerned worry heard news',
)

/** right before "for X": who is sent for, or sent something */
export const SENT = set(
  'parcel package letter voicemail message card present gift note collect looking waiting waited wait cover covering covered',
)

/** "X from accounts" */
export const PARTS_OF_FIRMS = set(
  'the our your accounts hr it payroll billing reception sales marketing finance work school church next upstairs downstairs maintenance security procurement logistics support',
)

export const IS_X = set(
  `is was does did can could will would has should may when if who's who’s where's where’s how's how’s that's that’s it's it’s i'm i’m im`,
)

export const KIN = set(
  `wife husband partner son daughter mother father mum dad mom brother sister uncle aunt auntie cousin niece nephew grandmother grandfather grandma grandad grandpa nan granny gran stepson stepdaughter stepmother stepfather stepmum stepdad
  fiance fiancé fiancee fiancée girlfriend boyfriend friend neighbour neighbor carer flatmate roommate housemate colleague boss manager landlord landlady tenant twin twins guardian`,
)

/** What somebody is, right before the name; with a capital or without. */
export const ROLES: ReadonlySet<string> = new Set([
  ...KIN,
  ...set(
    `mr mrs ms miss mx mr. dr prof rev sgt pc dc di cllr capt lt col maj cpl fr mme sr
    coach nurse chef auntie aunty nana papa nanna pops grandpa receptionist driver plumber electrician builder cleaner nanny babysitter childminder midwife physio physiotherapist therapist counsellor dentist vet pharmacist consultant surgeon student pupil classmate tutor supervisor intern trainee volunteer
    courier postman porter caretaker janitor paramedic pastor imam rabbi deacon vicar constable sergeant inspector detective councillor adviser advisor agent assistant secretary accountant solicitor lawyer barber hairdresser mechanic gardener waiter waitress barista technician operator colleague teammate captain mate buddy pal bestie kid boy girl baby toddler lad
    headteacher headmaster headmistress teacher lecturer professor foreman chairman chairwoman chairperson apprentice lodger witness someone somebody`,
  ),
])
