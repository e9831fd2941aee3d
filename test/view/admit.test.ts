import { describe, expect, it } from 'vitest'
import { admit, COOKIE, type Asked } from '../../src/view/admit.ts'

const SECRETS = { id: 'v1', token: 'the-token', session: 'the-session' }
const PORT = 4321
const ASKED: Asked = {
  method: 'GET',
  url: '/v1/en/',
  host: '127.0.0.1:4321',
  origin: undefined,
  site: 'same-origin',
  cookie: `other=1; ${COOKIE}=the-session`,
}
const admitted = (change: Partial<Asked>) => {
  const admission = admit({ ...ASKED, ...change }, PORT, SECRETS)
  return admission.kind === 'refuse' ? admission.status : admission.kind
}

describe('a request to the viewer', () => {
  it('is served where the cookie, the host and the address are its own', () => {
    expect(admit({ ...ASKED, url: '/v1/ru/entries?type=export' }, PORT, SECRETS)).toMatchObject({
      kind: 'serve',
      method: 'GET',
      path: 'ru/entries',
    })
  })

  it.each([
    // rebinding: the browser connects here and names the host that it was sent to
    ['another host', { host: 'evil.example:4321' }, 421],
    ['a name of this machine', { host: 'localhost:4321' }, 421],
    ['another port', { host: '127.0.0.1:80' }, 421],
    ['no host', { host: undefined }, 421],
    ['another method', { method: 'DELETE' }, 405],
    ['an address that is none', { url: '*' }, 400],
    ['the address of a proxy', { url: 'http://127.0.0.1:4321/v1/en/' }, 400],
    ['another path', { url: '/favicon.ico' }, 404],
    ['no cookie', { cookie: undefined }, 403],
    ['a wrong cookie', { cookie: `${COOKIE}=the-sessioN` }, 403],
    ['the token in place of the cookie', { cookie: `${COOKIE}=the-token` }, 403],
    ['a page of another site', { site: 'cross-site' }, 403],
    ['a page of another port', { site: 'same-site' }, 403],
    ['a form of another page', { method: 'POST', origin: 'http://evil.example' }, 403],
    ['a form of nobody', { method: 'POST', origin: 'null' }, 403],
    ['a form without origin', { method: 'POST' }, 403],
  ] as const)('with %s is refused', (_, change, status) => {
    expect(admitted(change)).toBe(status)
  })

  it('enters by the token alone, at the first address alone', () => {
    const first = { cookie: undefined, site: 'none' }
    expect(admitted({ ...first, url: '/v1/?token=the-token' })).toBe('enter')
    expect(admitted({ ...first, url: '/v1/?token=the-tokeN' })).toBe(403)
    expect(admitted({ ...first, url: '/v1/en/?token=the-token' })).toBe(403)
    expect(admitted({ ...first, url: '/v1/?token=the-token', host: 'evil.example:4321' })).toBe(421)
  })

  it('with a form of its own page is served', () => {
    expect(admitted({ method: 'POST', origin: 'http://127.0.0.1:4321' })).toBe('serve')
  })
})
