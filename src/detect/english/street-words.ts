/** Words of addresses in Latin (and Greek) letters, lower case: of streets, dwellings and forces' post. */

/** Behind the name of a street, in English: "Main Street". A number behind them may count anything. */
export const ENGLISH_STREETS = new Set(
  'street st str avenue ave av road rd boulevard blvd drive dr lane ln court ct place pl square sq terrace way parkway pkwy highway hwy crescent cres close circle cir trail trl greens green row walk alley mews quay plaza loop pass bypass expressway freeway route rte turnpike causeway esplanade promenade rise grove gardens mall ridge path pike run crossing junction extension ext'.split(
    ' ',
  ),
)

/** And in other languages: "Kossuth utca". */
export const STREETS_BEHIND = new Set([
  ...ENGLISH_STREETS,
  ...'utca út útja tér tere körút köz sétány sor u sokak sokağı caddesi cd bulvarı mahallesi tee põik iela gatvė trg cesta pot náměstí nám třída ulice námestie odos'.split(
    ' ',
  ),
])

/** The English ones written in full, which are streets after a name without a number as well: "the corner of Elm Street". */
export const FULL_STREETS = new Set('street avenue road boulevard lane terrace parkway highway crescent'.split(' '))

/** Before the name of a street: "Rue de la Paix 5", "ul. Jasna 7". */
export const STREETS_IN_FRONT = new Set(
  `rua rue via calle avenida avda av avenue boulevard bd plaza piazza piazzetta piazzale vicolo corso viale largo strada chemin route allée allee quai place impasse passage camino paseo carrera carretera ronda rambla cra rúa praza travessa tv praça alameda rodovia estrada largo beco ulica ul aleja al os plac pl trg via ulitsa jalan jl kampung lorong soi οδός λ λεωφ`.split(
    /\s+/,
  ),
)

/** Glued to the name of a street; only long ones, or every third word would be a street. */
export const GLUED_STREET =
  /\p{L}{2}(?:gata|gatan|gade|gate|gaten|gränd|straße|strasse|str|katu|kuja|polku|vej|vejen|vegen|veien|vägen|vägen|stræti|straeti|vegur|braut|stien|straat|laan|dreef|gracht|singel|plein|kade|gasse|allee|allé|platz|graben|bakken)$|\p{L}{3}(?:weg|vei|väg|tie)$/u

/** A flat, a box, a floor: a number follows. */
export const UNITS = new Set(
  'apt apartment suite ste unit flat room rm box floor bldg building lot block blok psc cmr postbox postboks postfach office'.split(
    ' ',
  ),
)

/** Post of the forces of the United States: "PSC 1234, Box 5 / APO AE 09012" (USPS Publication 28, 238). */
export const MILITARY = new Set(['apo', 'fpo', 'dpo'])
export const SHIPS = new Set(['usns', 'uscgc', 'uss', 'usnv', 'usnr', 'hms'])

/** Between the words of a name of a street or a town. */
export const LINKS = new Set(
  'de da do dos das del della delle dei di la le el los las les du des of van den der ten ter von vom zum zur am auf im bei nad pod na pri pri ob ved sur sous en al e y i und og och et ja'.split(
    ' ',
  ),
)
