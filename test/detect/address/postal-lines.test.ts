import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['address'], locales: [], confidence: 0.5 })
const found = (text: string) => detect(text).map(({ start, end }) => text.slice(start, end))

it.each([
  // labels of parcels
  ['SHIP TO\nRUFUS VANE\n', 'PO BOX 77\n41 MILLER CREEK RD\nSTOWE VT 05672', '\n2 LB'],
  ['deliver to ', 'Unit 4, Riverside Business Park, Stoke-on-Trent ST4 2AB', ' please'],
  ['Leave it at ', 'Tan y Graig, Heol y Felin, Llanrug LL55 4AB', ', key under the pot'],
  ['Deliver:\n', 'c/o 9 The Paddocks\nLittle Dunham\nNorfolk NR21 0HX', ''],
  ['name lomax\naddr ', '14 saltmarsh row, whitstable ct5 1aa', ''],
  ['CONSIGNEE: X / ', 'KZ-050000 ALMATY, ABAY ST 34-11', ' / 2 PCS'],
  ['Caller: ', 'Taraz, Tole bi street, house 4, second entrance', ', quick'],
  // affidavits of India
  ['resident of ', 'H.No. 5-9-22/B, Adarsh Nagar, Hyderabad 500063', ', S/o him'],
  ['R/o ', 'Flat No. 302, Sai Residency, MG Road, Kothrud, Pune - 411038', ''],
  // Kazakhstan in English
  ['living at: ', 'Karaganda, Yermekov str., 77, flat 31', '\nI ask you to look into it'],
  ['he lives in ', 'Aktobe, 12 mkr, house 5, apt 80', ', works at the plant'],
  ['Address: ', 'Astana city, Saryarka district, Bogenbay batyr street, building 12, apartment 45', ''],
])('pieces in a row are an address: row %#', (before, address, after) => {
  expect(found(before + address + after)).toContain(address)
})

it.each([
  ['We met at the old mill, had lunch, and left at 5. The house was cold, the flat too.'],
  ['Agenda: 1. budget, 2. hiring, 3. rent. Room 4, floor 2, block B, from 10 to 12.'],
  ['Sizes: 12, 14, 16. Colours: Red, Green Park, Hill House. Order 12 St, 5 boxes.'],
  ['Chapter 4, page 12, section 3. Act 2, Scene 1, Court Street School.'],
  ['Bus 12 stops at High Street, Church Lane and Park Road, every 20 min.'],
  ['3 Red Apples, 4 Green Pears, 12 Big Boxes, Unit price 12345'],
  ['Order 88, Blue Lamp, Code AB1 2CD, 3 pcs in the flat box'],
  ['Rooms 12, Apt 4 upgrade, 3 floors, no address'],
])('numbers and names between commas are none: row %#', (text) => {
  expect(found(text)).toEqual([])
})
