import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string) =>
  detect(text)
    .map(({ start, end }) => text.slice(start, end).replace(/['’]s$/, ''))
    .sort()

it.each([
  // told, asked, greeted, thanked: words that no list has
  ['can you tell Zorvika the van is late', ['Zorvika']],
  ['Thanks Blentham! See you on Monday', ['Blentham']],
  ['I left the parcel with Quorrin at the desk', ['Quorrin']],
  ['she already spoke to Tamblyne about it', ['Tamblyne']],
  ['signed by Vostrane on Friday', ['Vostrane']],
  ['a text from Ilbeth, she is running late', ['Ilbeth']],
  // who somebody is
  ['my son Orvik has a nut allergy', ['Orvik']],
  ['the receptionist Talvenna hung up on me', ['Talvenna']],
  ['Zubrina (wife) will collect the keys', ['Zubrina']],
  ['her carer (Wenzolo) stayed for the talk', ['Wenzolo']],
  ['Brenzol, my brother, pays half of it', ['Brenzol']],
  // names that are English words, by what they do
  ["Hope can't come, can Grace go instead of her?", ['Grace', 'Hope']],
  ['ask April about the rota', ['April']],
  ["Faith's inhaler is in her bag", ['Faith']],
  ['told Hunter and Jade to be home by nine', ['Hunter', 'Jade']],
  ['is Ruby coming too?', ['Ruby']],
  ['meet old Pat at the gate', ['Pat']],
  ['I left the books to Grace and the car to Will Okonkwo', ['Grace', 'Will Okonkwo']],
  // lists and rosters of people
  ['Present: Zorvika, Blentham and Quorrin. Apologies: Tamblyne', ['Blentham', 'Quorrin', 'Tamblyne', 'Zorvika']],
  ['Mon: Zorvika, Thu – Blentham', ['Blentham', 'Zorvika']],
  ['told Zorvika & Blentham already', ['Blentham', 'Zorvika']],
  // two words of which nothing is known
  ['a payment to Quorrin Blent failed', ['Quorrin Blent']],
  ['Quorrin Blent, 44, of the harbour, denied it', ['Quorrin Blent']],
  // questions, relative clauses, parts of firms
  ['did Quorrin reply?', ['Quorrin']],
  ['Tamblyne, who lives upstairs, heard it', ['Tamblyne']],
  ['Dale from the depot refused to help', ['Dale']],
  ['worried about Jade, she has not eaten', ['Jade']],
  ['Zorvika will be in touch', ['Zorvika']],
  ['we waited. Van der Quist did not', ['Van der Quist']],
  ['Dr A Thistle wrote back', ['A Thistle']],
  ['my landlord, Vasquelios, is away', ['Vasquelios']],
  ['"Benedikt sends his regards," she wrote', ['Benedikt']],
  // short ones
  ['Jo said she would ring', ['Jo']],
  // a title, and any word at all
  ['seen by Dr. Park on Tuesday', ['Park']],
  ['Dear Mr Featherbottle, your card is ready', ['Featherbottle']],
  ['a Ms Brook from the council rang', ['Brook']],
  ['review with Dr Oyewande 48h', ['Oyewande']],
  // called, and calling
  ['Zorvika, are you coming tonight?', ['Zorvika']],
  ["who's Thabrel?", ['Thabrel']],
  ["it's Quorrin from the garage", ['Quorrin']],
  ['Best wishes,\nTamblyne', ['Tamblyne']],
  // another name in quotes, Korean and Welsh names, initials
  ['Charlotte "Lottie" Pemberton won the prize', ['Charlotte "Lottie" Pemberton']],
  ['Hye-jin will take notes', ['Hye-jin']],
  ['the account of Rhodri ap Gwilym', ['Rhodri ap Gwilym']],
  ['signed off by T. Quistgard in March', ['T. Quistgard']],
  // small letters, and only capitals, where somebody is spoken to
  ['Hey can you tell niamh i am late', ['niamh']],
  ['PLEASE TELL NIAMH THE BUS IS LATE TODAY', ['NIAMH']],
])('somebody is found by the place in the sentence: row %#', (text, found) => {
  expect(names(text)).toEqual(found)
})

it.each([
  ['See you in April or May, not in June'],
  ['Hope all is well. Joy to the world! Mark my words.'],
  ['Will the shop be open? Grace period is ten days.'],
  ['Spoke to Reception, then Billing. Told Support twice.'],
  ['Thanks Team! Hello Everyone, Good Morning All'],
  ['Dear Sir or Madam, Dear Customer, Dear Parents'],
  ['Penny stocks, Ray tracing, Dawn chorus, Robin nest'],
  ['the vacuum is a Henry, the boiler is old'],
  ['Jack it up. Pat the dough dry. Ray of light.'],
  ['asked to be called back, called Friday, called twice'],
  ['the Docker container talks to Vault and the server logs say so; ask Kubernetes'],
])('what is nobody is left alone: row %#', (text) => {
  expect(names(text)).toEqual([])
})
