import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({
  find: ['address', 'place', 'postcode', 'organisation', 'title', 'date', 'nationality', 'phone', 'card'],
  locales: [],
  confidence: 0.5,
})

it.each([
  // cooking
  'Preheat the oven to 180 degrees and line a 20 cm tin. Melt 200 g of butter with 150 g of chocolate. Whisk 3 eggs with the sugar, then fold in the flour. Bake for 25 minutes. Add a splash of Worcestershire sauce if you like.',
  // gardening
  'Sow tomatoes indoors in March and move them to the greenhouse in May. Feed them every 10 days. Prune roses in late winter, when the Forsythia flowers. In heavy clay, dig in 2 buckets of grit per square metre.',
  // software
  'Install the package with npm install. In version 2.0 we moved from Webpack to Rollup and dropped support for Node 16. Deploy to Kubernetes with Helm or run it on Heroku. Postgres 14 and Redis 7 are required. As a reviewer, check that the linter passes.',
  // a letter of a shop
  'Dear customer, thank you for your order. Your parcel will be sent to you within 3 to 5 working days. If you are not at home, it will be left with a neighbour or taken to the nearest post office. Kind regards, The Customer Service Team',
  // lists on lines
  'Size Chart\nSmall 36 38\nMedium 40 42\nLarge 44 46\n\nCare\nMachine wash 30\nDo not bleach',
  'INVOICE 2023 17\nItem Quantity Price\nBlue Widget 5 20\nRed Widget 3 12\nTotal 136\nThank You',
  // school and hospital
  'Room 5 is next to Room 6 on Floor 2. Take 2 Tablets at 8 AM and 1 Capsule at 10 PM. The Blood Test on Day 3 showed Vitamin D 25 and Iron 60. Grade 3 Section 4 students must bring Form 12 to Hall 7.',
])('plain prose has none of the English entities in row %#', (text) => {
  expect(detect(text).map((d) => `${d.entity}: ${text.slice(d.start, d.end)}`)).toEqual([])
})
