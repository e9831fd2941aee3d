/** Words beside a capital that make it a thing, and brands that are called as people are. Lower case. */
const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))
const list = (lines: string): ReadonlySet<string> => new Set(lines.split(/,\s*/))

/** Behind a capital, of whoever it is: "Cushing's syndrome", "Ohm's law". */
export const OF_EVERYBODY = set(
  `disease syndrome palsy lymphoma sarcoma thyroiditis ataxia chorea gangrene contracture oesophagus esophagus tumour tumor tumours tumors anaemia anemia phenomenon encephalopathy dementia paralysis cyst cysts forceps catheter catheters cannula manoeuvre maneuver
  theorem laws hypothesis paradox conjecture equation equations sake`,
)

/** Behind a capital without 's, or behind one of `EPONYMS`. */
export const OF_EPONYMS = set(
  `bandage bandages splint splints frame frames collar brace factor roles hierarchy warning indicator jug sign signs test tests score scores scale scales index law criteria classification reflex triad area node nodes fracture fractures incision tube stain rule number numbers law principle effect constant distribution filter curve diagram circle process cycle method stage position procedure solution lactate nurse clinic patient patients patients' leaflet leaflets medication meds negative positive neg pos stocking stockings bottle flask dish syringe needle valve`,
)

/** Diseases that nobody is called by: "Crohn's clinic". */
export const DISEASES = set(
  'parkinson alzheimer crohn hodgkin huntington tourette asperger raynaud sjogren sjögren meniere ménière hashimoto cushing korsakoff wernicke',
)

/** Diseases and signs that hardly any text names without meaning them. */
export const EPONYMS = set(
  `parkinson alzheimer crohn hodgkin huntington tourette asperger raynaud sjogren sjögren meniere ménière hashimoto cushing korsakoff wernicke babinski romberg lachman mcmurray apgar braden waterlow epworth barthel wells glasgow murphy hartmann ringer foley baker bell graves kawasaki marfan turner klinefelter
  guillain barre barré charcot dupuytren peyronie paget barrett hirschsprung perthes wilson addison gilbert bright pott boyle ohm newton hooke moore kepler charles avogadro faraday coulomb ampere gauss pascal fibonacci pythagoras euler fermat bayes planck darwin mendel godwin maslow heisenberg schrodinger colles trendelenburg heimlich valsalva doppler holter petri mantoux schirmer snellen ishihara rorschach rinne weber tinel phalen thomas kernig brudzinski cheyne`,
)

/** Goods, plants, food, machines, rooms and papers that stand right behind a name or a brand. */
export const THINGS = set(
  `rice seeds bulbs bushes bush petals salad tart tarts mess sponge cake cakes apples apple tea coffee whisky whiskey vodka rum gin beer wine juice sauce soup cheese bread sausages oil
  belt belts scarf scarves polo polos shirt shirts tee tees jeans trousers jacket jackets coat coats dress dresses shoe shoes boot boots sandals trainers sneakers bag bags handbag wallet wallets laces watch watches perfume fragrance candle candles lipstick shampoo shades sunglasses mattress sofa lamp lamps rug rugs curtain curtains bedding duvet racket rackets boxers briefs socks
  theme themes plugin plugins module modules cluster clusters server servers router node nodes instance database app apps software firmware codec branch repo dashboard billing savings account-holder mortgage bonds mop hoover kettle toaster drill plug plugs cable cables
  house houses building block wing lab labs lounge suite theatre stadium arena festival carnival marathon trophy collection edition series range model brand logo font costume costumes poster posters franchise musical novel movie film
  potatoes potato tomato tomatoes plums pears carrots onions lettuce cabbage strawberries raspberries grapes cherries peaches peas peppers mushrooms squash melons dressing burger burgers pizza sandwich sandwiches crisps biscuits bookcase drawers wardrobe chair chairs shelf shelves desk bench tent stove pram pushchair buggy scooter
  prize prizes award awards bursary bursaries scholarship scholarships medal medals lecture lectures fellowship olympiad competition tournament memorial exhibition quiz
  saver isa isas rewards cardholders cashback
  wedding level alert grade stone ring necklace bracelet earrings beads blossom roses flowers hedge hedges plants trees tree leaves nest nests bunch bunches bouquet bouquets pot pots supplies therapy service singers season seasons episode episodes zoo`,
)

/** Behind a name or a brand, and no surname of anybody: "Sterling Saver", "Desiree Potatoes". */
export const NEVER_SURNAMES = set(
  `saver savers isa isas rewards mortgage mortgages mastercard visa amex potato potatoes tomato tomatoes pears plums apples carrots lettuce cabbage strawberries raspberries grapes cherries peaches apricots rhubarb onions peas peppers mushrooms squash airlines airways express hotel hotels inn cafe café restaurant bakery brewery records pictures studios awards olympiad syndrome disease railway ferry bookcase wardrobe drawers armchair airport festival marathon cup`,
)

/** Right before a capital: machines, storms, rooms, projects. */
export const THINGS_BEFORE = set(
  `storm hurricane typhoon cyclone node host server cluster printer robot project codename sprint ferry vessel yacht steamer hms ss mv lake mount cape fort hotel uss theme font class shop store cafe pub bar brand model`,
)

/** With a capital behind a name: what is called after somebody. */
export const CALLED_AFTER = set(
  `prize prizes award awards bursary bursaries scholarship scholarships trophy shield medal cup lecture lectures fellowship foundation trust memorial ward wing suite theatre theater primary academy clinic surgery pharmacy library hall hospital hospice centre center institute college university school ambulance day house building lab laboratory bridge stadium arena park gardens street road avenue lane square court place crescent terrace close station airport festival`,
)

/** "the Okafor family": people, though an article stands before. */
export const AFTER_ARTICLE = set(
  'family families kids boys girls twins brothers sisters household children lad lady girl boy guy man woman couple',
)

export const FIRMS = /^ (?:&|and) (?:Sons?|Daughters?|Bros|Co|Company|Partners|Associates)(?!\p{L})/u

/** Firms, drinks, machines, and people of books; `ford *` is one of whatever model. */
export const BRANDS = list(
  `ted baker, ralph lauren, calvin klein, tommy hilfiger, paul smith, jo malone, vivienne westwood, hugo boss, marc jacobs, michael kors, kate spade, tory burch, alexander mcqueen, stella mccartney, giorgio armani, donna karan, perry ellis, jack wills, fred perry, jimmy choo, christian dior, yves saint laurent, oscar de la renta, carolina herrera, elizabeth arden, estee lauder, estée lauder, helena rubinstein, bobbi brown, charlotte tilbury, mary kay, max factor, paco rabanne, jean paul gaultier, victoria's secret, victoria secret, laura ashley, cath kidston, karen millen, dorothy perkins, miss selfridge, harvey nichols, john lewis, marks & spencer, marks and spencer, peter jones, robert dyas, wilko, morrisons, dixons, sainsbury, kellogg, mcdonald, wendy, levi, trader joe, papa john, jimmy john, domino, nando, denny, wetherspoon, halfords, hermes, evri, lloyds,
  dr martens, doc martens, dr pepper, dr oetker, mr muscle, mr clean, mr kipling, mr bean, mr men, mrs hinch, mr price, mr porter, mr potato, doctor who, judge judy, captain morgan, captain america, jack daniel, jim beam, johnnie walker, jose cuervo, jack frost, earl grey, lady grey, granny smith, bloody mary, shirley temple, tom collins, eggs benedict, ben & jerry, ben and jerry, will & grace, will and grace, tom & jerry, tom and jerry, uncle ben, aunt bessie, colonel sanders, sara lee, betty crocker, mrs butterworth, jamie oliver, green giant, ronald mcdonald, jack plug, jack plugs, victoria sponge, caesar salad, eton mess,
  wells fargo, jpmorgan chase, morgan stanley, charles schwab, goldman sachs, merrill lynch, lehman brothers, ernst & young, price waterhouse, arthur andersen, edward jones, jp morgan, john deere, marie curie, sue ryder, st john, bernard matthews, max planck, rolls royce, rolls-royce, aston martin, alfa romeo, ferrari *, ford *, mercedes *, opel *, renault *, lada *, skoda *, honda *, suzuki *, kawasaki *, toyota *, lincoln navigator, land rover, harley davidson, harley-davidson, austin martin,
  harry potter, peter pan, oliver twist, jane eyre, romeo and juliet, sherlock holmes, james bond, mickey mouse, donald duck, peter rabbit, winnie the pooh, bob the builder, thomas the tank, peppa pig, santa claus, father christmas, jack sparrow, indiana jones, lara croft, spider-man, david copperfield, anna karenina, huckleberry finn, tom sawyer, robin hood, king arthur, easter, eid, diwali, christmas, hanukkah, ramadan, alexa, siri, bixby, okta, jira, trello, asana, xero, tesla, ryanair, expedia, klarna, stripe, revolut, monzo, vodafone, verizon, comcast, netflix, spotify, paypal, venmo, zelle, etsy, ebay, asos, aldi, lidl, tesco, asda, waitrose, ikea, argos, boots, gucci, prada, versace, dyson, bosch, siemens, philips, samsung, sony, nokia, nikon, canon, lenovo, avis, hertz, sixt, barclays, santander, citibank, chatgpt, gemini, copilot, zoom, whatsapp, telegram, instagram, tiktok, grafana, jenkins, kibana, nagios, sentry, datadog, splunk, puppet, ansible, cortana, madam, walker black, barclaycard *, amex *, virgin *, okta *, slack *, dulux *, elle *, little greene, persian *, romeo & juliet, romeo and juliet, antony and cleopatra, gilbert and sullivan, rodgers and hammerstein, sallie mae, fannie mae, freddie mac, merrill edge, abel & cole, farrow & ball, miss dior, barry m, max mara, rimmel kate, annie's mac, paul newman, pimm, carlsberg, stella artois, peroni, madri, guinness, heineken, branston, rogan josh, charles tyrwhitt, joules, seasalt, fatface, jo browne, seat *, kia *, dacia *, fiat *, peugeot *, citroen *, vauxhall *, nissan *, mazda *, volvo *, hyundai *, alfa *, tesla *, jeep *, chevrolet *, dodge *, subaru *, lexus *, audi *, bmw *,
  rosa parks, anne boleyn, anne of cleves, catherine of aragon, catherine howard, catherine parr, jane seymour, mary queen of scots, florence nightingale, mary seacole, marie curie, ada lovelace, alan turing, charles darwin, isaac newton, albert einstein, stephen hawking, william shakespeare, charles dickens, jane austen, charlotte bronte, emily bronte, mary shelley, roald dahl, julia donaldson, jacqueline wilson, michael morpurgo, david walliams, beatrix potter, enid blyton, george orwell, arthur miller, john steinbeck, harper lee, mark twain, ernest hemingway, oscar wilde, virginia woolf, nelson mandela, mahatma gandhi, martin luther king, malcolm x, winston churchill, abraham lincoln, george washington, thomas jefferson, john f kennedy, theodore roosevelt, franklin roosevelt, harriet tubman, frederick douglass, emmeline pankhurst, guy fawkes, captain cook, christopher columbus, marco polo, neil armstrong, amelia earhart, yuri gagarin, louis pasteur, alexander fleming, edward jenner, thomas edison, nikola tesla, leonardo da vinci, vincent van gogh, pablo picasso, claude monet, frida kahlo, andy warhol, johann sebastian bach, wolfgang amadeus mozart, ludwig van beethoven, bob marley, elvis presley, taylor swift, ed sheeran, beyonce, harry styles, karl marx, vladimir lenin, joseph stalin, adolf hitler, anne frank, oskar schindler, julius caesar, mark antony, cleopatra, abai kunanbayev, mukhtar auezov, chokan valikhanov, alexander pushkin, leo tolstoy, anton chekhov, fyodor dostoevsky, mikhail lomonosov, dmitri mendeleev, shepherd's pie, cottage pie, beef wellington, fortnum & mason, fortnum and mason, marks & spencer, marks and spencer, sterling saver, dodd frank, dodd-frank, sarbanes oxley, sarbanes-oxley, glass steagall, gramm leach, crème anglaise, grey's anatomy, ted lasso, line of duty, peaky blinders, call the midwife, killing eve, downton abbey, bridget jones, erin brockovich, mary poppins, moby dick, frankenstein, macbeth, othello, beowulf, king lear, julius caesar, jekyll and hyde, dorian gray, silas marner, ethan frome, tess of the d'urbervilles, holden caulfield, atticus finch, jay gatsby, lady macbeth, percy jackson, big mac, big ben, old bailey, little mix, baby yoda, fat duck, old spice, little italy, baby annabell`.replace(
    /\s+/g,
    ' ',
  ),
)
