// Writes words.json: node policies/names/derive-words.mjs DICTIONARY-RU DICTIONARY-EN HUMAN-NAMES
// The three are the unpacked packages dictionary-ru, dictionary-en and human-names; @faker-js/faker is a dependency of the
// project. See README.md for versions and licences.
import { allLocales } from '@faker-js/faker'
import { transform } from 'esbuild'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [russianFolder, englishFolder, namesFolder] = process.argv.slice(2)
const here = import.meta.dirname
const { englishKey, LONGEST_WORD, makeFilter, stemKey, PARTICIPLE } = await importTypeScript(
  join(here, '../../src/detect/names/word-filter.ts'),
)

/** Capitalised entries of dictionary-ru that are people; the others are places, and what else is no person. */
const PEOPLE = readFileSync(join(here, 'people-ru.txt'), 'utf8')

async function importTypeScript(file) {
  const { code } = await transform(readFileSync(file, 'utf8'), { loader: 'ts', format: 'esm' })
  return import(`data:text/javascript,${encodeURIComponent(code)}`)
}

/** Entries and rules of affixes of a dictionary in Hunspell's format. */
function readDictionary(folder) {
  const rules = new Map()
  for (const line of readFileSync(join(folder, 'index.aff'), 'utf8').split('\n')) {
    const [kind, flag, strip, add, condition] = line.trim().split(/\s+/)
    if ((kind !== 'SFX' && kind !== 'PFX') || condition === undefined) continue
    if (!rules.has(flag)) rules.set(flag, [])
    const empty = (s) => (s === '0' ? '' : s)
    const expression = new RegExp(kind === 'SFX' ? `${condition}$` : `^${condition}`, 'u')
    rules.get(flag).push({ kind, strip: empty(strip), add: empty(add.split('/')[0]), expression })
  }
  const entries = readFileSync(join(folder, 'index.dic'), 'utf8')
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((line) => {
      const [word, flags = ''] = line.trim().split('\t')[0].split('/')
      return { word, flags }
    })
  return { rules, entries }
}

function formsOf({ word, flags }, rules) {
  const forms = [word]
  const of = (kind) => [...flags].flatMap((f) => rules.get(f) ?? []).filter((r) => r.kind === kind)
  for (const { strip, add, expression } of of('SFX'))
    if (word.endsWith(strip) && expression.test(word)) forms.push(word.slice(0, word.length - strip.length) + add)
  for (const { strip, add, expression } of of('PFX'))
    for (const form of [...forms]) if (expression.test(form)) forms.push(add + form.slice(strip.length))
  return forms
}

const isCapital = ({ word }) => /^\p{Lu}/u.test(word)
const plain = (word) => word.toLowerCase().replaceAll('ё', 'е')

function russianKeys({ rules, entries }) {
  const keys = new Set()
  for (const entry of entries) {
    if (isCapital(entry)) continue
    const word = plain(entry.word)
    if (PARTICIPLE.test(word)) continue
    const part =
      /A/.test(entry.flags) && /(?:ый|ий|ой|ся)$/.test(word)
        ? 'adjective'
        : /[L-Y]/.test(entry.flags) && /(?:ть|ться|ти|тись|чь|чься)$/.test(word)
          ? 'verb'
          : 'noun'
    // Longer words are taken for ordinary ones without asking.
    for (const form of formsOf(entry, rules)) if (form.length <= LONGEST_WORD) keys.add(stemKey(plain(form), part))
  }
  return keys
}

function englishWords({ rules, entries }) {
  const words = new Set()
  for (const entry of entries)
    if (!isCapital(entry))
      for (const form of formsOf(entry, rules)) if (/^\p{L}{2,}$/u.test(form)) words.add(englishKey(form.toLowerCase()))
  return words
}

const SINGLE = /^\p{Script=Latin}[\p{L}'’]+(?:-\p{L}+)?$/u
/** as `evidence.ts` asks: lower case, without marks */
const bare = (name) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd')

function latinNames() {
  const given = new Set()
  const surnames = new Set()
  for (const locale of Object.values(allLocales)) {
    const of = (lists) =>
      Object.values(lists ?? {})
        .flat()
        .filter((name) => typeof name === 'string' && SINGLE.test(name))
    for (const name of of(locale.person?.first_name)) given.add(bare(name))
    for (const name of of(locale.person?.last_name)) surnames.add(bare(name))
  }
  for (const file of readdirSync(join(namesFolder, 'data')))
    for (const name of JSON.parse(readFileSync(join(namesFolder, 'data', file), 'utf8')))
      if (SINGLE.test(name)) given.add(bare(name))
  return { given, surnames }
}

const russian = readDictionary(russianFolder)
const english = readDictionary(englishFolder)
const { given, surnames } = latinNames()
const [russianGiven, russianSurnames] = PEOPLE.split('\n\n').map((part) => new Set(part.split(/\s+/).filter(Boolean)))
const known = new Set([...russianGiven, ...russianSurnames])
for (const file of ['ru.json', 'kk.json']) {
  const lists = JSON.parse(readFileSync(join(here, file), 'utf8'))
  for (const list of Object.values(lists)) if (Array.isArray(list)) for (const name of list) known.add(name)
}
const knownPlain = new Set([...known].map(plain))
const places = russian.entries
  .filter(({ word }) => /^[А-ЯЁ][а-яё-]{2,}$/u.test(word) && !/(?:вич|вна|чна|вичем|ичом)$/u.test(word))
  .map(({ word }) => word)
  .filter((word) => !knownPlain.has(plain(word)))
const proper = english.entries
  .filter(isCapital)
  .map(({ word }) => bare(word))
  .filter((word) => SINGLE.test(word))

const table = {
  version: 'words@1',
  source:
    'derived by derive-words.mjs from dictionary-ru 3.0.0, dictionary-en 4.0.0, @faker-js/faker 10.6.0, human-names 1.0.13',
  licence: 'BSD-3-Clause (Russian), SCOWL and BSD (English), MIT (Latin names); see README.md',
  russian: makeFilter(russianKeys(russian), 12),
  english: makeFilter(englishWords(english), 8),
  englishProper: makeFilter(
    proper.filter((word) => !given.has(word) && !surnames.has(word)),
    8,
  ),
  latinGiven: makeFilter(given, 12),
  latinSurnames: makeFilter(surnames, 8),
  russianGiven: [...russianGiven].map(plain).join(' '),
  russianSurnames: [...russianSurnames].map(plain).join(' '),
  russianPlaces: [...new Set(places.map(plain))].join(' '),
}
writeFileSync(join(here, 'words.json'), `${JSON.stringify(table, undefined, 2)}\n`)
