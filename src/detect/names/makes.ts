/** Makes of cars, clothes, telephones and services, which are called as people are and stand in Latin letters in any text. */
import type { NameToken } from './tokens.ts'

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** Whatever model stands behind them. */
const MAKES = set(
  `toyota hyundai kia chevrolet nissan mercedes mercedes-benz bmw audi volkswagen mitsubishi lexus mazda subaru daewoo ravon geely chery haval jac lada uaz gaz kamaz skoda škoda opel honda suzuki infiniti porsche volvo jeep cadillac jetour exeed changan zeekr byd tesla lixiang hongqi dongfeng tank chrysler dodge peugeot citroen renault fiat isuzu iveco scania
  samsung xiaomi redmi huawei honor oppo realme poco iphone ipad macbook nokia motorola lenovo asus acer philips bosch braun tefal indesit beko artel midea dyson panasonic sony canon nikon epson
  adidas nike puma reebok zara bershka mango lacoste dior chanel guerlain versace armani gucci prada givenchy lancome lancôme bvlgari burberry moncler columbia swarovski pandora cartier rolex
  halyk kaspi jusan forte bereke freedom homecredit kazpost kazpochta beeline tele2 altel kcell activ izi glovo wolt yandex indrive indriver uber bolt choco chocofood magnum small ozon wildberries olx kolesa krisha egov technodom sulpak mechta airastana flyarystan scat aviata tez`,
)
const MODELS = set(
  'camry corolla sonata elantra tucson sportage solaris accent vesta granta priora nexia cobalt lacetti prado vito sprinter golf',
)
const BRANDS = new Set(
  `massimo dutti, nina ricci, calvin klein, hugo boss, tommy hilfiger, dolce gabbana, paco rabanne, carolina herrera, ralph lauren, michael kors, marc jacobs, yves saint laurent, yves rocher, mary kay, max factor, jo malone, tom ford, kenzo amour, estee lauder, christian dior, jean paul gaultier, roberto cavalli, coco chanel, giorgio armani, emporio armani, victoria secret, oscar de la renta, elizabeth arden, bobbi brown, helena rubinstein, karl lagerfeld, pierre cardin, johnson baby, jack daniels, johnnie walker, captain morgan, harley davidson, alfa romeo, land rover, aston martin, harry potter, sherlock holmes,
  лада веста, лада гранта, лада приора, лада калина, нина риччи, хьюго босс, кельвин кляйн, кэлвин кляйн, карл лагерфельд, пьер карден, кристиан диор, мэри кей, ив роше, джек дэниэлс, самұрық-қазына, самрук-казына, самрук-қазына, қыз жібек, дядя ваня, тетя мотя, братья сафроновы, анна ягодка, роза ветров, мария целеста, бабушка аня`.split(
    /,\s*/,
  ),
)

/** The words that brands begin with: hardly a name does. */
const HEADS = new Set([...BRANDS].map((brand) => brand.split(' ', 1)[0]!))

/** Whether the tokens are a make, a model behind one, or a brand of two names. */
export function isMake(tokens: readonly NameToken[], from: number, to: number): boolean {
  const first = tokens[from]!.word
  if (first.script === 'latin') {
    const next = tokens[to]
    // "Kaspi Айгүл": a person behind it is another run, of another script.
    if (MAKES.has(first.lower) || (to - from === 1 && MODELS.has(first.lower))) return true
    const before = tokens[from - 1]
    if (before && tokens[from]!.joined && before.word.script === 'latin' && MAKES.has(before.word.lower)) return true
    if (
      next?.joined &&
      HEADS.has(tokens[to - 1]!.word.lower) &&
      BRANDS.has(`${tokens[to - 1]!.word.lower} ${next.word.lower}`)
    )
      return true
  }
  if (to - from > 3 || !HEADS.has(first.lower)) return false
  return BRANDS.has(
    tokens
      .slice(from, to)
      .map(({ word }) => word.lower)
      .join(' '),
  )
}
