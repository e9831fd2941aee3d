import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string) => detect(text).map(({ start, end }) => text.slice(start, end))

it.each([
  // a title, in whatever text
  ['Please tell the ward that mr blentham fell, and dr zorvika knows', ['blentham', 'zorvika']],
  ['mrs baker is covering, prof quistgard is not', ['baker', 'quistgard']],
  ['nurse olabisi said it was fine, sister mctavelin did not', ['olabisi', 'mctavelin']],
  // who speaks, from where
  ['hi its zorvika from 6a, is the lift out', ['zorvika']],
  ["hey it's quorrin on ward 3 again", ['quorrin']],
  // who says, does or cannot
  ['kev just told shaz about the party', ['kev', 'shaz']],
  ['priya is bringing cake, tunde cant make it', ['priya', 'tunde']],
  ['omg shazza legged it', ['shazza']],
  // asked about
  ['wheres naveed?? whos jools', ['naveed', 'jools']],
  ['yo is zorvo coming or nah', ['zorvo']],
  // nicknames, relatives, whose somebody is
  ['the keys are with big mick now', ['big mick']],
  ['little tommy was sick again', ['little tommy']],
  ['uncle femi and auntie bisi land at six', ['femi', 'bisi']],
  ['granny jean took him home', ['jean']],
  ['my mate brenzo wont pay', ['brenzo']],
  // a coach, for whom, and two names together
  ['coach okafor-jones moved practice, coach quistgard agreed', ['okafor-jones', 'quistgard']],
  ['needs a booster for wyatt, a present for rosie', ['wyatt', 'rosie']],
  ['can you pick up wyatt and ellie from school', ['wyatt', 'ellie']],
])('people in small letters: row %#', (text, found) => {
  expect(names(text)).toEqual(found)
})

it.each([
  ['the coach stopped, the teacher said no, for rent and for sale'],
  ['salt and pepper, may and june, grace and hope'],
  ['my dr appointment got moved, dr notes say rest'],
  ['gonna miss work tmrw, mr whippy van outside lol'],
  ['is wifi working? is discord down? is netflix laggy'],
  ['ms teams wont load and ms word crashed'],
  ['sister said no, my mum said yes, the nurse called'],
  ['im gonna be late, its raining in leeds, its snowing from 4'],
  ['granny flat is done, granny smith apples pls, uncle bens rice'],
  ['my bro lol hes so funny, my girl omg'],
  ['big mac and a kitty litter, old spice smells'],
  ['alexa is broken, siri is dumb, the docker build cant start'],
  ['paris is lovely, florence is hot, sydney was better'],
])('what is nobody in small letters: row %#', (text) => {
  expect(names(text)).toEqual([])
})
