/// <reference lib="dom" />
import axe from 'axe-core'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES, type Language } from '../../src/evidence/report/locale.ts'
import { hasBrowser, openBrowser } from './browser.ts'
import { CONSENT, consentsOf, csv, peoplePolicy, project, type Project, type Started } from './perde.ts'
import { VIEWED, viewedLog } from './viewed-log.ts'

const removals: (() => void)[] = []
let p: Project
let viewer: Started
let start: URL
let told = ''

async function view(of: Project, ...more: string[]): Promise<{ started: Started; url: URL }> {
  const started = of.start(['view', 'perde-log', '--policy', 'policy.yaml', ...more])
  const url = await new Promise<string>((done, fail) => {
    started.child.stdout!.once('data', (line: Buffer) => done(line.toString().trim()))
    void started.ended.then(({ stderr }) => fail(new Error(stderr)))
  })
  started.child.stderr!.on('data', (text: Buffer) => (told += text.toString()))
  return { started, url: new URL(url) }
}

/** Everything below a folder: name, bytes, and when it was last written. */
function stateOf(folder: string): string[] {
  return p.below(folder).map((name) => {
    const path = p.path(folder, name)
    const { mtimeMs, size } = lstatSync(path)
    const digest = name.endsWith('/') ? '' : createHash('sha256').update(readFileSync(path)).digest('hex')
    return `${name} ${size} ${mtimeMs} ${digest}`
  })
}

let before: string[]
beforeAll(async () => {
  p = viewedLog((remove) => removals.push(remove))
  before = ['perde-log', 'first', 'second'].flatMap(stateOf)
  const { started, url } = await view(p)
  ;[viewer, start] = [started, url]
}, 120_000)
afterAll(() => {
  viewer.child.kill('SIGKILL')
  for (const remove of removals) remove()
})

interface Got {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

function ask(path: string, { headers = {}, method = 'GET', body = '' } = {}): Promise<Got> {
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', port: start.port, path, method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => done({ status: response.statusCode!, headers: response.headers, body: text }))
    })
    asked.on('error', fail)
    asked.end(body)
  })
}

/** The cookie of a visit that began at the first address. */
async function cookie(): Promise<string> {
  const { headers } = await ask(`${start.pathname}${start.search}`)
  return headers['set-cookie']![0]!.split(';')[0]!
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

describe('the viewer', () => {
  it('shows nothing to who does not have its first address, and that only on 127.0.0.1', async () => {
    expect(start.hostname).toBe('127.0.0.1')
    const without = await ask(`${start.pathname}en/`)
    expect([without.status, without.body]).toEqual([403, expect.not.stringContaining('perde/clinic')])
    expect((await ask('/')).status).toBe(404)
    const rebound = await ask(`${start.pathname}${start.search}`, { headers: { Host: `evil.example:${start.port}` } })
    expect([rebound.status, rebound.headers['set-cookie']]).toEqual([421, undefined])
  })

  it('takes the token once, and then a cookie that no script and no other page gets', async () => {
    const { status, headers } = await ask(`${start.pathname}${start.search}`, { headers: { 'Accept-Language': 'kk' } })
    expect([status, headers['location']]).toEqual([303, `${start.pathname}kk/`])
    expect(headers['set-cookie']![0]).toMatch(new RegExp(`; Path=${start.pathname}; HttpOnly; SameSite=Strict$`))
    expect(headers['set-cookie']![0]).not.toContain(start.searchParams.get('token'))
  })

  it('gives pages that run no script, load nothing and are kept nowhere', async () => {
    const { status, headers, body } = await ask(`${start.pathname}en/`, { headers: { Cookie: await cookie() } })
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
    )
    expect(headers['cache-control']).toBe('no-store')
    expect(body).not.toMatch(/<script|https?:/)
    expect(body).not.toContain(start.searchParams.get('token'))
  })

  it('refuses what would change something, forms of other pages, and more than a form', async () => {
    const own = { Cookie: await cookie() }
    const person = `${start.pathname}en/person`
    const at = (more: object, method: string, body = '', path = person) =>
      ask(path, { method, body, headers: { ...own, ...more } }).then(({ status }) => status)
    expect(await at({}, 'PUT')).toBe(405)
    expect(await at({ ...FORM, Origin: 'http://evil.example' }, 'POST', 'subject=x')).toBe(403)
    const origin = { Origin: start.origin }
    expect(await at({ ...FORM, ...origin }, 'POST', `subject=${'x'.repeat(10_000)}`)).toBe(413)
    expect(await at(origin, 'POST', 'subject=x')).toBe(413)
    expect(await at({ ...FORM, ...origin }, 'POST', 'subject=x', `${start.pathname}en/entries`)).toBe(404)
    expect(await at({ ...FORM, ...origin }, 'POST', 'subject=x')).toBe(200)
  })

  it('says which releases hold a person, and never who was asked about', async () => {
    const asked = async (subject: string) => {
      const headers = { Cookie: await cookie(), Origin: start.origin, ...FORM }
      return ask(`${start.pathname}en/person`, { method: 'POST', headers, body: `subject=${subject}` })
    }
    const [given, withdrawn] = [VIEWED[0]!.iin, VIEWED[3]!.iin]
    const held = await asked(given)
    expect(held.body).toContain('2 releases hold records of this person')
    expect(held.body).not.toContain(given)
    const out = await asked(withdrawn)
    expect(out.body).toContain('No release of the log is known to hold this person.')
    expect((await asked('900101')).body).toContain('That is no identifier of the kind that the data have.')
    expect(told).not.toContain(given)
    // Not in an address either, where a browser would keep it.
    const headers = { Cookie: await cookie() }
    expect((await ask(`${start.pathname}en/person?subject=${given}`, { headers })).body).not.toContain(given)
  })

  it('cannot look for anybody where it was started without a key, and says how', async () => {
    const started = p.start(['view', 'perde-log', '--lang', 'ru'])
    const url = new URL(
      await new Promise<string>((done) => started.child.stdout!.once('data', (b: Buffer) => done(`${b.toString()}`))),
    )
    const first = await fetch(url, { redirect: 'manual' })
    const page = await fetch(new URL('ru/person', `${url.origin}${url.pathname}`), {
      headers: { Cookie: first.headers.get('set-cookie')!.split(';')[0]! },
    })
    expect(first.headers.get('location')).toMatch(/\/ru\/$/)
    expect(await page.text()).toContain('--policy ФАЙЛ')
    started.child.kill('SIGINT')
    expect(await started.ended).toMatchObject({ status: 0 })
  })

  it('looks for people with a policy whose consents stand in a register, too', async () => {
    const own = project({ 'consents.csv': consentsOf(VIEWED) }, (remove) => removals.push(remove))
    own.write(
      'people.csv',
      csv(
        ['iin', 'name', 'city'],
        VIEWED.map((of) => [of.iin, of.name, of.city]),
      ),
    )
    own.write('policy.yaml', peoplePolicy(CONSENT))
    expect(own.perde(['run', 'policy.yaml', '--out', 'first', '--quiet']).status).toBe(0)
    const { started, url } = await view(own)
    const first = await fetch(url, { redirect: 'manual' })
    const page = await fetch(new URL('en/person', `${url.origin}${url.pathname}`), {
      method: 'POST',
      headers: { Cookie: first.headers.get('set-cookie')!.split(';')[0]!, Origin: url.origin, ...FORM },
      body: `subject=${VIEWED[0]!.iin}`,
    })
    expect(await page.text()).toContain('1 release holds records of this person')
    started.child.kill('SIGINT')
    expect(await started.ended).toMatchObject({ status: 0 })
  })

  it('is not needed for a comparison: perde report --against writes it as a file, into neither release', () => {
    const compared = p.perde(['report', 'second', '--against', 'first', '--lang', 'ru'])
    expect([compared.status, compared.stdout]).toEqual([0, expect.stringContaining('Сравнение двух выпусков')])
    for (const release of ['first', 'second'])
      expect(p.perde(['report', 'second', '--against', 'first', '--out', `${release}/data/x.html`]).status).toBe(78)
    expect(p.perde(['report', 'second', '--against', 'nowhere'])).toMatchObject({
      status: 65,
      stderr: expect.stringContaining('[RELEASE_INVALID]'),
    })
  })

  it('is not started with an option that is none, or where there is no log', () => {
    expect(p.perde(['view', 'perde-log', '--port', '70000']).status).toBe(2)
    expect(p.perde(['view', 'perde-log', '--lang', 'de']).status).toBe(2)
    expect(p.perde(['view', 'nowhere'])).toMatchObject({ stderr: expect.stringContaining('[LOG_INVALID]') })
    const taken = p.perde(['view', 'perde-log', '--port', start.port])
    expect(taken).toMatchObject({ status: 69, stderr: expect.stringContaining('[IO_FAILED]') })
  })

  it('shows nothing of a log that was altered but what does not fit', async () => {
    const own = viewedLog((remove) => removals.push(remove))
    const { started, url } = await view(own)
    own.write('perde-log/entries.jsonl', own.text('perde-log/entries.jsonl').replace('"records":40', '"records":41'))
    const first = await fetch(url, { redirect: 'manual' })
    const headers = { Cookie: first.headers.get('set-cookie')!.split(';')[0]! }
    const texts = await Promise.all(
      ['en/', 'en/entries', 'en/runs'].map(async (path) =>
        (await fetch(new URL(path, `${url.origin}${url.pathname}`), { headers })).text(),
      ),
    )
    for (const text of texts) {
      expect(text).toContain('The log was altered or damaged')
      expect(text).not.toContain('ModelTraining')
    }
    started.child.kill('SIGTERM')
    expect(await started.ended).toMatchObject({ status: 0 })
  }, 120_000)
})

describe.skipIf(!hasBrowser())('in a browser, the viewer', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  }, 60_000)
  afterAll(() => browser.close())

  /** What the pages' own rules forbade, and requests to anywhere else. */
  const faults: string[] = []

  /** A visit from the first address on, without scripts unless asked. */
  async function visit(
    options: { width?: number; dark?: boolean; scripts?: boolean; language?: Language } = {},
  ): Promise<{ page: Page; context: BrowserContext }> {
    const { width = 1280, dark = false, scripts = false, language = 'en' } = options
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
      javaScriptEnabled: scripts,
      bypassCSP: scripts,
      locale: language,
      acceptDownloads: true,
    })
    const page = await context.newPage()
    page.on('console', (message) => faults.push(message.text()))
    page.on('request', (asked) => faults.push(...(new URL(asked.url()).origin === start.origin ? [] : ['a request'])))
    await page.goto(start.href)
    expect(page.url()).toBe(`${start.origin}${start.pathname}${language}/`)
    return { page, context }
  }

  const newest = (page: Page) => page.locator('#releases').locator('..').locator('tbody a').first()

  it.each([
    ['which basis allows training', /Which basis allows/, 'consent of the subject', '#en-consent'],
    [
      'how many withdrew, and that they were left out',
      /How many people withdrew/,
      '10 records of people who',
      '#en-consent',
    ],
    ['which columns are synthetic', /Which columns are synthetic/, 'people/email', '#en-marking'],
    ['what the worst-case risk is', /worst-case risk/, '50% for the record', '#en-risk'],
    [
      'what an audit would ask, and whether it is there',
      /AI audit ask/,
      'checks that apply are met',
      '#en-requirements',
    ],
  ])('tells an officer with two clicks %s', async (_, question, answer, target) => {
    const { page, context } = await visit()
    await newest(page).click()
    const row = page.locator('.questions li').filter({ hasText: question })
    expect(await row.textContent()).toContain(answer)
    await row.locator('a').click()
    expect(await page.locator(target).isVisible()).toBe(true)
    await context.close()
  })

  it('tells an officer without a click whether the log was altered, and with three lets them check it themselves', async () => {
    const { page, context } = await visit({ scripts: true })
    expect(await page.locator('main').textContent()).toContain('The log is whole')
    await newest(page).click()
    await page.getByRole('link', { name: 'Was the log altered?' }).click()
    await page.locator('[data-verify]').click()
    expect(await page.locator('[data-result]').getAttribute('data-result')).toBe('self')
    await context.close()
  })

  it('gives with one click a proof for the regulator, which holds without perde and against a key of their own', async () => {
    const { page, context } = await visit()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#releases').locator('..').getByRole('link', { name: 'for a regulator' }).first().click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^perde-proof-[0-9A-Z]{26}\.zip$/)
    await download.saveAs(p.path('proof.zip'))
    const run = (...command: [string, ...string[]]) => spawnSync(command[0], command.slice(1), { cwd: p.dir })
    expect(run('unzip', '-q', 'proof.zip', '-d', 'regulator').status).toBe(0)
    const checked = run('sh', 'first/proof/verify.sh', '--alone', 'perde-log/keys/1.vkey', 'regulator/excerpt')
    expect([checked.status, checked.stdout.toString()]).toEqual([0, expect.stringContaining('OK')])
    expect(p.text('regulator/READ-ME.txt')).toContain('verify.sh --alone')
    await context.close()
  })

  it('compares two releases: policy, counts, risk and fields', async () => {
    const { page, context } = await visit()
    await page.getByRole('button', { name: 'Compare' }).click()
    const row = (name: string) =>
      page.locator('main tr').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    expect(await row('Policy, SHA-256').textContent()).toContain('changed')
    expect(await row('Purpose').textContent()).toContain('the same')
    expect(await row('released').locator('td').allTextContents()).toEqual(['40', '40', '0'])
    expect((await row('Smallest class (k)').locator('td').allTextContents()).slice(0, 2)).toEqual(['1', '2'])
    expect((await row('people/born').locator('td').allTextContents()).slice(0, 2)).toEqual([
      'quasi-identifier; generalise { to: month }',
      'quasi-identifier; generalise { to: year }',
    ])
    await context.close()
  })

  it('filters entries by type, day and run', async () => {
    const { page, context } = await visit()
    await page.getByRole('link', { name: 'Entries', exact: true }).click()
    const count = async () => (await page.locator('main tbody tr').count()).toString()
    const all = await count()
    await page.locator('#type').selectOption('run.commit')
    await page.getByRole('button', { name: 'Show' }).click()
    expect(await count()).toBe('2')
    await page.locator('main tbody a').first().click()
    expect(Number(await count())).toBeLessThan(Number(all))
    const address = (query: string) => `${start.origin}${start.pathname}en/entries?${query}`
    await page.goto(address('from=2020-01-01&to=2020-12-31'))
    expect(await page.locator('main').textContent()).toContain('0 entries found')
    await page.goto(address('from=2020-02-31'))
    expect(await page.locator('[role=alert]').textContent()).toContain('A day is written as')
    await page.goto(address('run=%3Cb%3E'))
    expect(await page.locator('[role=alert]').textContent()).toContain('26 letters and digits')
    await context.close()
  })

  it.each(LANGUAGES.flatMap((language) => [[language, 1280, 'dark'] as const, [language, 360, 'light'] as const]))(
    'in %s at %i pixels, %s, is accessible by WCAG 2.2 AA as far as a program can tell, and runs over nothing',
    async (language, width, colours) => {
      const { page, context } = await visit({ language, width, dark: colours === 'dark', scripts: true })
      for (const name of ['', 'entries', 'runs', 'person', 'compare', 'none']) {
        await page.goto(`${start.origin}${start.pathname}${language}/${name}`)
        if (name === 'compare') await page.locator('form button').click()
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        )
        expect([name, wide]).toEqual([name, false])
        await page.evaluate(axe.source)
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          }),
        )
        expect(violations.map(({ id, nodes }) => [name, id, nodes[0]?.html])).toEqual([])
      }
      await context.close()
    },
    180_000,
  )

  it('can be used by keyboard alone: languages, pages, forms', async () => {
    const { page, context } = await visit()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/kk/')
    await page.getByRole('link', { name: 'Адам', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/kk/person')
    await page.locator('#subject').focus()
    await page.keyboard.type(VIEWED[0]!.iin)
    await page.keyboard.press('Enter')
    await page.locator('#answer').waitFor()
    expect(page.url()).not.toContain(VIEWED[0]!.iin)
    await context.close()
  })

  it('has tried nothing that its own rules forbid, and asked nobody else', () => {
    expect(faults.filter((text) => !text.includes('status of 404'))).toEqual([])
  })

  it('has written nothing anywhere, and ends when it is interrupted', async () => {
    expect(['perde-log', 'first', 'second'].flatMap(stateOf)).toEqual(before)
    viewer.child.kill('SIGINT')
    const { status, stdout, stderr } = await viewer.ended
    expect([status, stdout.trim()]).toEqual([0, start.href])
    expect(stderr).toBe(
      'perde: open this address in a browser of this machine; whoever has it can look\nperde: hint: Ctrl-C ends it\n',
    )
  })
})
