/// <reference lib="dom" />
import axe from 'axe-core'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES, type Language } from '../../src/evidence/report/locale.ts'
import { hasBrowser, openBrowser } from './browser.ts'
import {
  CONSENT,
  consent,
  csv,
  OTHER_KEY,
  people,
  peoplePolicy,
  project,
  REGISTER_HEADER,
  type Project,
} from './perde.ts'

const STATES = ['given', 'given', 'given', 'withdrawn', 'given', 'expired']

/** A release by consent, of fields with every kind of treatment. */
function released(after: (remove: () => void) => void): Project {
  const all = people(60)
  const p = project(
    {
      'people.csv': csv(
        ['iin', 'name', 'city', 'email', 'born'],
        all.map((of) => [of.iin, of.name, of.city, of.email, of.born]),
      ),
      'consents.csv': csv(
        REGISTER_HEADER,
        all.map((of, i) => consent(of.iin, STATES[i % STATES.length]!)),
      ),
      'policy.yaml': peoplePolicy(CONSENT, {
        fields: `    email: { role: identifier, type: email, do: fake email }\n    born: { role: quasi-identifier, do: generalise year }\n`,
      }).replace('city: insensitive', 'city: quasi-identifier'),
    },
    after,
  )
  const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'release', '--quiet'])
  expect([status, stderr]).toEqual([0, expect.any(String)])
  return p
}

let removals: (() => void)[] = []
let p: Project
let html: string
beforeAll(() => {
  p = released((remove) => removals.push(remove))
  html = p.text('release/report.html')
})
afterAll(() => {
  for (const remove of removals) remove()
  removals = []
})

describe('the report of a release', () => {
  it('holds no value of the data, in any language', () => {
    for (const of of people(60)) for (const value of [of.iin, of.name, of.email]) expect(html).not.toContain(value)
  })

  it('is what perde report writes, in one language or all, and never into the release', () => {
    const whole = p.perde(['report', 'release'])
    expect([whole.status, whole.stdout]).toEqual([0, html])
    const one = p.perde(['report', 'release', '--lang', 'ru', '--out', 'отчёт.html'])
    expect([one.status, one.stdout]).toEqual([0, ''])
    expect(p.text('отчёт.html')).toContain('<html lang="ru">')
    const into = p.perde(['report', 'release', '--out', 'release/data/more.html'])
    expect([into.status, into.stderr]).toEqual([78, expect.stringContaining('[OUTPUT_INVALID]')])
    expect(p.perde(['report', 'release', '--out', 'отчёт.html']).status).toBe(78)
    expect(p.perde(['report', 'release', '--lang', 'de']).status).toBe(2)
  })

  it('that was changed, or is gone, is no report of the release', () => {
    const changed = released((remove) => removals.push(remove))
    changed.write('release/report.html', html.replace('Released for use', 'Released for any use'))
    expect(changed.perde(['verify', 'release'])).toMatchObject({
      status: 65,
      stderr: expect.stringContaining('[REPORT]'),
    })
    changed.write('release/report.html', '')
    expect(changed.perde(['verify', 'release']).status).toBe(65)
    // What is shown is made anew, whatever stands there.
    expect(changed.perde(['report', 'release']).stdout).toContain('Released for use')
    changed.write('release/risk.json', '{}')
    expect(changed.perde(['report', 'release'])).toMatchObject({
      status: 65,
      stderr: expect.stringContaining('[RELEASE_TAMPERED]'),
    })
  })
})

describe.skipIf(!hasBrowser())('in a browser, the report', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  }, 60_000)
  afterAll(() => browser.close())

  /** Fails the test at anything that the page's own rules forbid, and at any request but for the page. */
  async function open(
    options: { file?: string; scripts?: boolean; width?: number; dark?: boolean } = {},
  ): Promise<Page> {
    const { file = p.path('release', 'report.html'), scripts = true, width = 1280, dark = false } = options
    const page = await browser.newPage({
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    })
    const faults: string[] = []
    page.on('console', (message) => faults.push(message.text()))
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('request', (request) => {
      if (request.url() !== `file://${encodeURI(file)}`) faults.push('a request')
    })
    await page.goto(`file://${file}`)
    expect(faults).toEqual([])
    return page
  }

  async function choose(page: Page, language: Language): Promise<void> {
    await page.locator(`.language:visible label[for=choose-${language}]`).click()
    expect(await page.locator('.language:visible').getAttribute('lang')).toBe(language)
  }

  async function outcome(page: Page): Promise<string | null> {
    await page.locator('.language:visible [data-verify]').click()
    return page.locator('.language:visible [data-result]').getAttribute('data-result')
  }

  it('is whole without scripts, in each language', async () => {
    const page = await open({ scripts: false })
    for (const language of LANGUAGES) {
      await choose(page, language)
      expect(await page.locator('.language:visible section').count()).toBe(13)
      expect(await page.locator('.language:visible noscript').count()).toBe(1)
    }
  })

  it('shows what the fields hid before they were treated, beside what they hide now', async () => {
    const page = await open()
    const row = (name: string) =>
      page.locator('.language:visible tr').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    expect(await row('Smallest class (k)').locator('td.n').allTextContents()).toEqual(['1', '2'])
    expect(await row('Records that are alone in their class').locator('td.n').allTextContents()).toEqual(['100%', '0%'])
  })

  it.each([
    ['which basis allows training', /Which basis allows/, /consent of the subject/, 'en-consent'],
    [
      'how many withdrew',
      /How many people withdrew/,
      /10 records of people who withdrew or revoked; all left out/,
      'en-consent',
    ],
    ['which columns are synthetic', /Which columns are synthetic/, /people\/email/, 'en-marking'],
    ['what the worst risk is', /worst-case risk/, /50% for the record that hides least/, 'en-risk'],
    ['where a proof is', /proof for the regulator/, /folder proof\//, 'en-log'],
    ['what an audit would ask', /AI audit ask/, /checks that apply are met|no rule set/, 'en-requirements'],
  ])('tells an officer %s, with one click to where it is shown', async (_, question, answer, target) => {
    const page = await open()
    const row = page.locator('#en-questions').locator('..').locator('li').filter({ hasText: question })
    expect(await row.textContent()).toMatch(answer)
    await row.locator('a').click()
    expect(new URL(page.url()).hash).toBe(`#${target}`)
    expect(await page.locator(`#${target}`).isVisible()).toBe(true)
  })

  it('tells an officer with two clicks whether the log was altered, and against whose key', async () => {
    const page = await open()
    await page.getByRole('link', { name: 'Was the log altered?' }).click()
    expect(await outcome(page)).toBe('self')
    await page.locator('.language:visible [data-key]').fill(p.text('perde-log/keys/1.vkey').trim())
    expect(await outcome(page)).toBe('trusted')
    expect(await page.locator('.language:visible [data-outcome] li').count()).toBe(6)
  })

  it('does not trust the key of another log, nor what is no key', async () => {
    const other = project({
      'policy.yaml': p.text('policy.yaml'),
      'people.csv': p.text('people.csv'),
      'consents.csv': p.text('consents.csv'),
    })
    expect(
      other.perde(['run', 'policy.yaml', '--out', 'release', '--quiet'], { env: { PERDE_KEY: OTHER_KEY } }).status,
    ).toBe(0)
    const page = await open()
    await page.locator('.language:visible [data-key]').fill(other.text('perde-log/keys/1.vkey').trim())
    expect(await outcome(page)).toBe('failed')
    await page.locator('.language:visible [data-key]').fill('a+b+c')
    expect(await outcome(page)).toBe('badKey')
  })

  it('checks the files that are chosen', async () => {
    const page = await open()
    const chosen = page.locator('.language:visible [data-files]')
    p.write('copy/people.csv', p.text('release/data/people.csv'))
    await chosen.setInputFiles(p.path('release', 'data', 'people.csv'))
    expect(await outcome(page)).toBe('self')
    expect(await page.locator('.language:visible [data-outcome]').textContent()).toContain('data/people.csv: holds')
    // One file of the release is not two.
    await chosen.setInputFiles([p.path('release', 'data', 'people.csv'), p.path('copy', 'people.csv')])
    expect(await outcome(page)).toBe('failed')
    p.write('people.csv.d/people.csv', `${p.text('release/data/people.csv')}x`)
    await chosen.setInputFiles(p.path('people.csv.d', 'people.csv'))
    expect(await outcome(page)).toBe('failed')
    await chosen.setInputFiles(p.path('policy.yaml'))
    expect(await outcome(page)).toBe('failed')
    expect(await page.locator('.language:visible [data-outcome]').textContent()).toContain(
      'is not named in the manifest',
    )
  })

  it('goes red at any changed byte of what it checks', async () => {
    const start = html.indexOf('id="evidence">') + 'id="evidence">'.length
    const end = html.indexOf('</script>', start)
    const evidence = JSON.parse(html.slice(start, end)) as {
      manifest: string
      files: Record<string, string>
      words: unknown
    }
    const changed = (text: string, at: number) => {
      const character = text[at]!
      return text.slice(0, at) + (character === 'a' ? 'b' : 'a') + text.slice(at + 1)
    }
    const page = await browser.newPage()
    const texts: [string, string, (text: string) => object][] = [
      ['manifest', evidence.manifest, (manifest) => ({ ...evidence, manifest })],
      ...Object.entries(evidence.files).map(
        ([name, text]) =>
          [name, text, (next: string) => ({ ...evidence, files: { ...evidence.files, [name]: next } })] as [
            string,
            string,
            (text: string) => object,
          ],
      ),
    ]
    for (const [name, text, withText] of texts)
      for (const part of [0.02, 0.35, 0.5, 0.81, 0.97]) {
        const at = Math.floor(part * (text.length - 1))
        if (text[at] === '\n') continue
        p.write(
          'changed.html',
          html.slice(0, start) +
            JSON.stringify(withText(changed(text, at))).replaceAll('<', '\\u003c') +
            html.slice(end),
        )
        await page.goto(`file://${p.path('changed.html')}`)
        expect(await outcome(page), `${name} at ${at}`).toBe('failed')
      }
    await page.close()
  })

  it.each(LANGUAGES.flatMap((language) => [1440, 768, 360].map((width) => [language, width] as const)))(
    'in %s at %i pixels runs over nothing',
    async (language, width) => {
      const page = await open({ width })
      await choose(page, language)
      const over = await page.evaluate(() => {
        const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth
        const cut = [...document.querySelectorAll('h1,h2,h3,p,li,dt,dd,a,button,label')]
          .filter((e) => (e as HTMLElement).offsetParent !== null && !e.closest('.scroll,.unseen'))
          .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
        return { wide, cut: cut.map((e) => e.tagName + (e.textContent ?? '').slice(0, 30)) }
      })
      expect(over).toEqual({ wide: false, cut: [] })
    },
  )

  it.each([
    ['light', false],
    ['dark', true],
  ])(
    'is accessible by WCAG 2.2 AA as far as a program can tell, in %s',
    async (_, dark) => {
      const page = await open({ dark })
      for (const language of LANGUAGES) {
        await choose(page, language)
        await outcome(page)
        await page.evaluate(axe.source)
        const result = await page.evaluate(() =>
          (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
            // The radio buttons of the languages stand before all blocks, or the style could not switch them.
            rules: { region: { enabled: false } },
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          }),
        )
        expect(result.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
      }
    },
    120_000,
  )

  it('can be used by keyboard: language, links and the check', async () => {
    const page = await open()
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowLeft')
    expect(await page.locator('.language:visible').getAttribute('lang')).toBe('ru')
    await page.locator('.language:visible [data-verify]').focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('.language:visible [data-result]').getAttribute('data-result')).toBe('self')
  })

  it('prints on A4, with its release on each sheet, and without what cannot be pressed', async () => {
    const page = await open()
    const pdf = await page.pdf({ path: p.path('report.pdf'), preferCSSPageSize: true })
    expect(pdf.length).toBeGreaterThan(10_000)
    expect(readFileSync(p.path('report.pdf')).toString('latin1')).toMatch(/MediaBox ?\[ ?0 0 59[45]\.?\d* 84[12]/)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('nav:visible, button:visible, input:not([type=radio]):visible').count()).toBe(0)
    const { release } = p.json<{ release: string }>('release/manifest.json')
    expect(html).toContain(`@top-left{content:"perde · clinic · ${release}"`)
    const [origin, size, root] = p.text('release/proof/checkpoint').split('\n')
    expect(html).toContain(`@bottom-left{content:"${origin} · ${size} · ${root}"`)
  })
})
