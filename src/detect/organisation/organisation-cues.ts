/** Phrases around the name of an organisation, word by word, in lower case. */
const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** The last word of a company's name. */
export const FORMS = set(
  `incorporated inc llc l.l.c llp ltd limited corporation corp company co gmbh ag plc kg oy ab as sa spa srl bv nv group groupe holding holdings partners associates foundation institute industries enterprises ventures bank university college hospital airlines airways brothers bros`,
)
/** Last words of names of companies and institutions, beside a word that no dictionary has: "Riverdale School". */
export const KIND_FORMS = set(
  `technologies systems solutions consulting capital investments insurance laboratories labs motors pharmaceuticals pharma energy software networks media studios records logistics ministry agency telecom securities analytics tech foods health care healthcare electronics electric oil gas mining steel chemicals textiles express
  school academy museum theatre theater church cathedral library clinic centre center hotel inn restaurant cafe café society association union council department committee party stadium airport united city rovers fc orchestra ensemble quartet festival gallery press books magazine times post news herald gazette tv radio games interactive`,
)
/** Those that say it in lower case too. */
export const LEGAL_FORMS = set('incorporated inc llc llp ltd corp gmbh plc corporation')

/** The word before the name, with the words that may stand before that word. */
export const BEFORE: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'for',
    set(
      'work works worked working recorded records interned intern consultant consulting contractor job spokesman spokeswoman spokesperson lawyer lawyers plays played freelance freelanced freelancing ceo manager director engineer salesperson representative rep agent recruiter recruited attorney consulted',
    ),
  ],
  [
    'at',
    set(
      `work works worked working job jobs position role internship intern interned career employed year years month months interview interviewed manager engineer developer analyst officer employee employees staff team study studied studies office degree student professor director
      president ceo cto cfo consultant assistant associate partner executive intern started start starting colleague colleagues boss account accounts researcher scientist designer specialist supervisor hired enrolled taught teaches lectured banker fellow headquarters stint course recruiter colleagues us shopping shop shopped stayed`,
    ),
  ],
  [
    'with',
    set(
      'dealt deal dealing experience experiences problem problems issue issues trouble dispute disputes account accounts contract contracts partnership partner partners partnered partnering merged merger merging interview job position signed deal works worked working insurance insured policy loan mortgage business collaboration collaborated collaborating subscription agreement agreements banking bank invested career',
    ),
  ],
  [
    'by',
    set(
      'acquired employed released recorded hired manufactured issued sponsored operated bought owned developed produced distributed published marketed insured audited powered backed funded',
    ),
  ],
  [
    'of',
    set(
      `address addresses ceo cto cfo coo founder founders cofounder co-founder co-founders owner owners chairman chairwoman chair director directors subsidiary division headquarters customer customers client clients employee employees shareholder shareholders shares share stock website
      office offices behalf acquisition services products board management manager branch branches merger representative representatives takeover purchase logo lawyers accounts side email`,
    ),
  ],
  [
    'from',
    set(
      'bought ordered purchased letter invoice invoices email emails resigned fired retired call offer quote received loan mortgage policy products product order statement statements bill software services refund payment graduated spokesman spokeswoman laid',
    ),
  ],
  ['to', set('according sold sell invoice applied apply belongs belong complaint complain switched switch')],
  [
    'about',
    set(
      'think thought know hear heard opinion opinions review reviews thoughts feel feels complaint complaints complained',
    ),
  ],
  ['in', set('invest invested investing investment investor investors shares stake shareholder')],
  ['into', set('merged renamed')],
])

/** These stand right before the name. */
export const VERBS = set(
  'left sued join joined joining joins acquire acquired acquires acquiring support supporting supported supports represent represents representing represented founded co-founded cofounded quit leaving sue sued suing employer owns outsourced versus vs endorsed invoice',
)
/** "later became", "now called": behind these two words a company has a new name. */
export const RENAMED = set('later now then eventually subsequently')
export const BECAME = set('became becomes called named known')
/** The kind of thing stands before its name: "the startup Exampleer". */
export const KINDS = set(
  'company firm startup start-up agency corporation retailer supplier manufacturer bank brand vendor employer contractor carrier broker insurer publisher',
)
export const KIND_LINKS = set('called named')
export const LABELS = set(
  'company employer organization organisation firm institution workplace supplier vendor client customer seller merchant bank',
)

/** What stands behind "X is a …", up to some adjectives on. */
export const KIND_NOUNS = set(
  `agency company firm startup start-up bank supplier manufacturer provider corporation organization organisation subsidiary retailer brand business distributor brainchild developer producer bakery brewery publisher consultancy charity nonprofit non-profit platform enterprise group
  studio airline insurer broker vendor conglomerate institution multinational partnership cooperative co-operative store chain restaurant maker employer nonprofit foundation division label`,
)
/** Verbs of companies right behind the name. */
export const DOES = set(
  'employs acquired acquires acquiring invested invests launched launches merged manufactures manufactured employs employed specializes specialises specialized provides sells operates hires hired announced announces unveiled outsourced expanded distributes filed ipo shares stock markets supplies',
)
/** What companies report: "X posted record profits". */
export const REPORTS = set('reported posted recorded raised earned lost closed opened opens plans planned agreed said')
export const RESULTS = set(
  'record profit profits loss losses revenue revenues earnings sales turnover million billion plant plants factory factories store stores branch branches office offices shares job jobs production quarterly annual funding merge',
)
/** "X was founded" */
export const IS_DONE = set(
  'founded established incorporated acquired headquartered sued renamed co-founded listed bought',
)
/** "X's headquarters" */
export const OWNED = set(
  'website office offices customers customer products product employees ceo cto cfo shares stock headquarters board shareholders subsidiary profits revenue revenues earnings founder founders management services competitors logo clients warehouse lawyers spokesman spokesperson spokeswoman',
)
