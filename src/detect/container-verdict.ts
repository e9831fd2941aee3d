/** Columns of images and sound: what is in them only their name says, and of whom the fields beside them. */
import type { ColumnFacts } from './column-facts.ts'
import { hasPhrase } from './header-words.ts'
import { NAME_ALONE } from './named-modality.ts'
import type { Surrounding } from './named-modality.ts'
import type { Verdict } from './verdict.ts'

/** What else pictures and sounds are of. */
const OTHER_CONTAINERS = [
  ...[
    'product*',
    'item*',
    'goods',
    'logo*',
    'icon*',
    'banner*',
    'map',
    'maps',
    'chart*',
    'plot',
    'diagram*',
    'qr',
    'barcode',
  ],
  ...[
    'tile',
    'flag',
    'sprite',
    'texture',
    'cover',
    'poster',
    'song',
    'music',
    'track',
    'ringtone',
    'satellite',
    'captcha',
  ],
  ...['товар*', 'продукт*', 'логотип*', 'иконк*', 'баннер*', 'карта', 'карты', 'график*', 'диаграмм*', 'штрихкод*'],
  ...['обложк*', 'песн*', 'музык*', 'тауар*', 'өнім*', 'сызба*', 'ән', 'әуен*'],
]
/** Names that say no more than that it is one. */
const CONTAINERS = [
  ...[
    'img',
    'image',
    'images',
    'pic',
    'pics',
    'picture*',
    'pict',
    'scan',
    'scans',
    'snapshot',
    'jpg',
    'jpeg',
    'png',
    'id card',
  ],
  ...[
    'passport*',
    'rec',
    'record',
    'sound',
    'wav',
    'mp 3',
    'скан*',
    'снимок',
    'снимки',
    'изображени*',
    'картинк*',
    'рисунок',
  ],
  ...[
    'удостоверени*',
    'паспорт*',
    'skan',
    'snimok',
    'kartinka',
    'pasport',
    'udostoverenie',
    'бейне*',
    'скан',
    'куәлік*',
    'дыбыс*',
  ],
]
/** Beside a person. */
const BESIDE = 0.7
/** Fewer of a hundred may be an accident. */
const SOME = 0.02

export function containerVerdict(
  words: readonly string[],
  facts: ColumnFacts,
  { named, besidePerson }: Surrounding,
): Verdict | undefined {
  const filled = facts.count - facts.blank
  const { image, audio } = facts.containers
  const kind = image >= audio ? 'image' : 'audio'
  const share = facts.containers[kind] / Math.max(1, filled)
  if (share < SOME || facts.containers[kind] === 0) return undefined
  const found = (entity: string, confidence: number, ...more: string[]): Verdict => ({
    entity,
    role: 'biometric',
    confidence: share < 0.5 ? Math.min(NAME_ALONE, confidence) : confidence,
    evidence: [kind === 'image' ? 'images' : 'sound recordings', ...more],
  })
  const beside = besidePerson ? ['beside the key of a person'] : []
  if (named?.modality.container === kind) {
    const confidence = named.strength === 'strong' ? 0.85 : besidePerson ? BESIDE : 0.5
    return found(named.modality.entity, confidence, `name: ${named.word}`, ...beside)
  }
  if (OTHER_CONTAINERS.some((w) => hasPhrase(words, w))) return undefined
  const entity = kind === 'image' ? 'face' : 'voice'
  if (besidePerson) return found(entity, BESIDE, ...beside)
  return CONTAINERS.some((w) => hasPhrase(words, w))
    ? found(entity, NAME_ALONE, 'of whom the name does not say')
    : undefined
}
