import { describe, expect, it } from 'vitest'
import type { Column } from '../../../src/record/batch.ts'
import { xml } from '../../../src/io/formats/xml.ts'
import { applyAll, field, workerOf } from '../../engine/plans.ts'
import { everyField } from './read-all.ts'

const read = (text: string): Column[] => {
  const { root } = everyField()
  return xml
    .read(Buffer.from(text), { format: 'xml', options: {} }, root)
    .batch.columns.filter((column): column is Column => column !== undefined)
}

/** Each piece with the text that it is in. */
const pieces = (text: string) =>
  Object.fromEntries(
    read(text).flatMap(({ path, within, text: own }) =>
      within ? [[path, own.map((piece, i) => within[i] && [piece, within[i].of.text, within[i].start])]] : [],
    ),
  )

describe('text in mixed content', () => {
  it('is a piece of all text of the outermost element that is mixed', () => {
    expect(pieces('<r><n>A <b>B <i>C</i></b> D<!-- x --> &amp; <![CDATA[<E>]]></n></r>')).toEqual({
      'n.#text': [
        ['A ', 'A B C D & <E>', 0],
        [' D', 'A B C D & <E>', 5],
        [' & <E>', 'A B C D & <E>', 7],
      ],
      'n.b.#text': [['B ', 'A B C D & <E>', 2]],
      'n.b.i': [['C', 'A B C D & <E>', 4]],
    })
  })

  it('counts pieces that nobody asks for, and blank ones', () => {
    expect(pieces('<r><n>A<b> </b>B</n></r>')['n.#text']).toEqual([
      ['A', 'A B', 0],
      ['B', 'A B', 2],
    ])
  })

  it('stands alone where elements hold text and nothing else', () => {
    expect(pieces('<r>\n <a>A</a>\n <b>B</b><!-- c --></r>')).toEqual({})
    expect(pieces('<r><a>A<![CDATA[B]]></a></r>')).toEqual({})
  })
})

describe('a scrubbed XML record', () => {
  const scrubbed = async (text: string) =>
    (await applyAll(workerOf([field('**', 'scrub')]), 'xml', `<all>${text}</all>`)).text

  it('has no part of a name that markup divides', async () => {
    expect(await scrubbed('<r><note>Айгүл <b>Сер</b>ікова келді</note></r>')).toBe(
      '<r><note>[PERSON-1]<b></b> келді</note></r>',
    )
    expect(await scrubbed('<r><note>Айгүл Сер<!-- x -->ікова келді</note></r>')).toBe(
      '<r><note>[PERSON-1]<!-- x --> келді</note></r>',
    )
  })
})
