/** Names of places, so that they are not taken for people: countries from CLDR, cities of the region by hand. */

import regions from '../../../policies/names/regions.json' with { type: 'json' }
import { once } from '../../record/once.ts'
import { CASE_ENDING } from './forms.ts'
import { dictionaryPlaces } from './vocabulary.ts'

const CITIES = `алматы астана нұр-сұлтан нур-султан шымкент қарағанды караганда ақтөбе актобе тараз павлодар өскемен усть-каменогорск семей атырау қостанай костанай қызылорда кызылорда орал уральск петропавл петропавловск ақтау актау түркістан туркестан
  көкшетау кокшетау талдықорған талдыкорган екібастұз экибастуз теміртау темиртау жезқазған жезказган балқаш балхаш рудный қонаев риддер аягөз арал байқоңыр байконур жаңаөзен кентау щучинск бурабай қапшағай капчагай қапшагай талғар талгар қаскелең каскелен степногорск лисаковск арқалық аркалык құлсары кульсары сарыағаш маңғыстау мангистау жамбыл жетісу ұлытау
  москва петербург санкт-петербург ленинград новосибирск екатеринбург свердловск казань челябинск омск самара ростов уфа красноярск пермь воронеж волгоград саратов краснодар тюмень тольятти ижевск барнаул иркутск хабаровск ярославль владивосток махачкала
  томск оренбург кемерово новокузнецк рязань астрахань пенза липецк тула киров чебоксары калининград брянск курск иваново магнитогорск тверь ставрополь белгород сочи нижний тамбов псков азов королев дубна химки пушкино балашов чехов серпухов домодедово шереметьево внуково грозный беслан цхинвал* сухум* абхазия осетия чечня дагестан ингушетия татарстан башкирия башкортостан
  киев харьков одесса днепропетровск донецк львов запорожье николаев херсон полтава чернигов винница крым севастополь симферополь ялта минск гомель гродно брест витебск могилев баку ереван тбилиси батуми ташкент самарканд бухара бишкек ош душанбе ашхабад вильнюс рига таллин таллинн кишинев
  берлин лондон париж рим мадрид вена варшава прага пекин токио вашингтон нью-йорк лос-анджелес чикаго бостон стамбул анкара иерусалим тель-авив каир багдад кабул тегеран дамаск дубай дели гавана брюссель страсбург женева цюрих мюнхен гамбург франкфурт милан неаполь венеция турин барселона лиссабон афины хельсинки стокгольм осло копенгаген амстердам гаага дублин белград загреб сараево скопье приштина косово балканы
  бавария саксония элиста химки харбин сахалин питер палестина скандинавия
  европа азия америка африка австралия сибирь урал кавказ закавказье прибалтика поволжье балтика волга дон днепр нева енисей обь лена амур каспий байкал алтай памир ертіс есіл сырдария каспи кремль белый калифорния техас флорида аризона невада вирджиния
  еуропа азия африка америка мәскеу пекин ташкент бішкек лондон париж берлин вашингтон токио сеул анкара`

const places = once(() => {
  const names = new Set<string>()
  for (const w of CITIES.split(/\s+/)) if (w) names.add(w.replace('*', ''))
  for (const name of dictionaryPlaces) names.add(name)
  for (const locale of ['ru', 'kk', 'en'] as const) for (const name of regionNames(locale)) names.add(name)
  // Москва → москв, Монголия → монголи and монгол
  const stems = new Set(
    [...names]
      .filter((n) => n.length > 3)
      .flatMap((n) => [n.replace(/[аяыиьоеій]$/u, ''), ...(/^\p{L}{5,}ия$/u.test(n) ? [n.slice(0, -2)] : [])]),
  )
  return { names, stems, lengths: [...new Set([...stems].map((s) => s.length))].sort((a, b) => b - a) }
})

/** Countries of the world in a language, single words in lower case. */
function regionNames(locale: 'en' | 'kk' | 'ru'): string[] {
  return regions[locale]
    .filter((name) => /^[\p{L}’'-]+$/u.test(name))
    .map((name) => name.toLowerCase().replaceAll('ё', 'е'))
}

/** Whether a word in lower case is a place, or a form of one. Only plurals have -ов: Ливанов is a surname. */
export function isPlace(word: string): boolean {
  const { names, stems, lengths } = places()
  if (names.has(word)) return true
  return lengths.some((n) => {
    const stem = word.slice(0, n)
    const ending = word.slice(n)
    if (word.length < n || !stems.has(stem) || !CASE_ENDING.test(ending)) return false
    // Кама is in no word in кам-: long endings want a long stem.
    if (n < 5 && (ending.length > n - 1 || ending === '')) return false
    return ending !== 'ов' || names.has(`${stem}ы`)
  })
}

export function isPlaceName(word: string): boolean {
  return places().names.has(word)
}
