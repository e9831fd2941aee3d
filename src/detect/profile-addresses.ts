/** Addresses of profiles, of which the last part is somebody's name: `https://instagram.com/NAME`, `t.me/NAME`, `…/users/NAME`. */
import { late } from './boundary.ts'
import type { Candidate } from './recogniser.ts'

/** Networks whose addresses name people right behind the host. */
const HOSTS = String.raw`instagram\.com|instagr\.am|t\.me|telegram\.me|vk\.com|vk\.ru|facebook\.com|fb\.com|fb\.me|m\.me|twitter\.com|x\.com|tiktok\.com|threads\.net|threads\.com|snapchat\.com\/add|youtube\.com|medium\.com|twitch\.tv|pinterest\.com|ok\.ru\/profile|ok\.ru|linkedin\.com\/in|github\.com|gitlab\.com|soundcloud\.com|behance\.net|dribbble\.com|about\.me|paypal\.me|linktr\.ee|skype:`
/** Words of a path behind which any site names who it is about. */
const FOLDERS = 'u|users?|profiles?|people|members?|authors?|accounts?'
const NAME = String.raw`((?:@|%40)?[a-z0-9][a-z0-9_.-]{1,38}[a-z0-9_])`
const END = String.raw`(?![\p{L}\p{N}@%]|\/[\p{L}\p{N}])`

/** Group 1: the name. */
export const OF_A_NETWORK = late(
  () => new RegExp(String.raw`(?<![\p{L}\p{N}.@_-])(?:www\.|m\.|mobile\.)?(?:${HOSTS})\/${NAME}${END}`, 'giu'),
)
export const IN_A_FOLDER = late(
  () => new RegExp(String.raw`(?<=[\p{L}\p{N}])\/(?:${FOLDERS})\/${NAME}(?![\p{L}\p{N}@%])`, 'giu'),
)

export function profileNames(text: string): Candidate[] {
  const found: Candidate[] = []
  if (!text.includes('/')) return found
  for (const m of text.matchAll(OF_A_NETWORK.regexp())) add(found, m, isOfTheSite(m[1]!))
  for (const m of text.matchAll(IN_A_FOLDER.regexp()))
    if (standsInAddress(text, m.index)) add(found, m, isOfTheSite(m[1]!) || !/[a-z]/i.test(m[1]!))
  return found
}

function add(found: Candidate[], m: RegExpExecArray, isNobody: boolean): void {
  if (isNobody) return
  const end = m.index + m[0].length
  const start = end - m[1]!.replace(/^(?:@|%40)/, '').length
  if (found.some((f) => f.start === start)) return
  found.push({ start, end, score: 0.6, why: ['address of a profile'] })
}

/** UTF-16 units before the folder in which the host has to begin */
const REACH = 120

/** Behind a scheme or a host, not in the path of a file: `/home/users/ivan` is one, too, and `src/users/list.ts`. */
function standsInAddress(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - REACH), at + 1)
  return /(?:https?:\/\/|(?<![^\s"'(<,;=])(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,10}\/)[^\s"'<>]{0,110}$/iu.test(before)
}

/** Files, and words of the sites themselves. */
function isOfTheSite(name: string): boolean {
  const plain = name.replace(/^(?:@|%40)/, '').toLowerCase()
  return SITE.has(plain) || /\.(?:html?|php|aspx?|js|ts|json|css|png|jpe?g|svg|pdf|csv|xml|md|txt)$/.test(plain)
}

const SITE: ReadonlySet<string> = new Set(
  `about account accounts add admin all api app apps auth blog business careers channel channels confirm contact create
  dashboard delete developer developers dialog directory docs download edit events explore export features feed groups
  hashtag help home import index intent invite joinchat jobs legal limit list login logout marketplace messages new news notifications
  pages photo photos plugins post posts pricing privacy profile profile.php profiles public register reel reels reset search
  security self settings share sharer sharer.php shop show signin signout signup status stories story support terms tos
  roles trending update user users verify video videos wall watch web me`.split(/\s+/),
)
