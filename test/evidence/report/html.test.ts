import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { html, raw } from '../../../src/evidence/report/html.ts'

describe('a template of HTML', () => {
  it('escapes every value, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const made = html`<p title="${text}">${[text, [text]]}</p>`.html
        expect(
          made
            .replace(/^<p title="/, '')
            .replace(/<\/p>$/, '')
            .replaceAll('">', ''),
        ).not.toMatch(/[<>"']/)
      }),
    )
  })

  it('takes HTML as it is, numbers and lists, and leaves out what is not there', () => {
    expect(html`<i>${html`<b>${'&'}</b>`}${undefined}${[1, raw('<hr>')]}</i>`.html).toBe('<i><b>&amp;</b>1<hr></i>')
  })
})
