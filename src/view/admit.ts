import { createHash, timingSafeEqual } from 'node:crypto'

/** What a viewer knows of itself and tells nobody but who started it. */
export interface Secrets {
  /** begins every path, so that no other program of this machine gets the cookie, which browsers do not keep apart by port */
  id: string
  /** in the first address */
  token: string
  /** in the cookie */
  session: string
}

/** Of a request, as it came. */
export interface Asked {
  method: string | undefined
  url: string | undefined
  host: string | undefined
  origin: string | undefined
  /** Sec-Fetch-Site */
  site: string | undefined
  cookie: string | undefined
}

export type Admission =
  | { kind: 'enter' }
  | { kind: 'serve'; method: 'GET' | 'POST'; path: string; query: URLSearchParams }
  | { kind: 'refuse'; status: 400 | 403 | 404 | 405 | 421 }

export const COOKIE = 'perde-view'

/**
 * Who may see a page. The Host check stops names that lead here by another's DNS (rebinding), the cookie whoever else is
 * on this machine, Origin and Sec-Fetch-Site other pages in the same browser.
 */
export function admit(asked: Asked, port: number, { id, token, session }: Secrets): Admission {
  const host = `127.0.0.1:${port}`
  if (asked.host !== host) return refuse(421)
  const method = asked.method === 'HEAD' ? 'GET' : asked.method
  if (method !== 'GET' && method !== 'POST') return refuse(405)
  const url = readUrl(asked.url, host)
  if (!url) return refuse(400)
  const start = `/${id}/`
  if (!url.pathname.startsWith(start)) return refuse(404)
  const path = url.pathname.slice(start.length)
  const given = url.searchParams.get('token')
  if (method === 'GET' && path === '' && given !== null) return same(given, token) ? { kind: 'enter' } : refuse(403)
  if (!same(cookieOf(asked.cookie), session)) return refuse(403)
  // An address that somebody typed or kept has no page before it; a link from elsewhere has.
  if (asked.site !== undefined && !['same-origin', 'none'].includes(asked.site)) return refuse(403)
  if (method === 'POST' && asked.origin !== `http://${host}`) return refuse(403)
  return { kind: 'serve', method, path, query: url.searchParams }
}

function refuse(status: Extract<Admission, { kind: 'refuse' }>['status']): Admission {
  return { kind: 'refuse', status }
}

function readUrl(text: string | undefined, host: string): URL | undefined {
  if (!text?.startsWith('/')) return undefined
  try {
    const url = new URL(`http://${host}${text}`)
    return url.host === host ? url : undefined
  } catch {
    return undefined
  }
}

function cookieOf(header = ''): string {
  const named = header.split(';').map((pair) => pair.trim().split('='))
  return named.find(([name]) => name === COOKIE)?.[1] ?? ''
}

/** Takes the same time wherever two texts differ. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
