import { readContentUsage } from './content-usage.ts'
import { coversPath } from './path-pattern.ts'
import { linesOf, mostRestrictive, nameAndValue, SignalFault, type SignalReading } from './reading.ts'

/** Agents that gather for training, by the token they look for; their operators publish them. Lower case. */
const TRAINING_AGENTS: ReadonlySet<string> = new Set(
  `ai2bot amazonbot anthropic-ai applebot-extended bytespider ccbot claudebot claude-web cohere-ai
   cohere-training-data-crawler diffbot facebookbot google-extended gptbot meta-externalagent omgili omgilibot
   pangubot timpibot webzio-extended`.split(/\s+/),
)

interface Group {
  agents: string[]
  rules: { allow: boolean; path: string }[]
  usage: { path: string; reading: SignalReading }[]
}

/**
 * robots.txt (RFC 9309) with the lines `Content-Usage` of IETF aipref. It forbids training where an agent that gathers
 * for training, or every agent, is shut out, or where a preference says so. `at`: the path that was collected; without
 * it a rule for training agents counts wherever it holds, one for every agent where it holds for the whole site. A
 * site that lets all agents in says nothing about training.
 */
export function readRobots(text: string, at: string | undefined): SignalReading {
  const groups = groupsOf(text)
  const training = groups.filter(({ agents }) => agents.some((agent) => TRAINING_AGENTS.has(agent)))
  const all = groups.filter(({ agents }) => agents.includes('*'))
  const shut = training.some((g) => isShut(g, at, 'anywhere')) || all.some((g) => isShut(g, at, 'everywhere'))
  return mostRestrictive([shut ? 'deny' : 'unknown', ...[...training, ...all].map((group) => usageAt(group, at))])
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = []
  let open = false
  for (const line of linesOf(text)) {
    const pair = nameAndValue(line.split('#')[0]!)
    if (!pair) continue
    const [name, value] = pair
    if (name === 'user-agent') {
      if (!open) groups.push({ agents: [], rules: [], usage: [] })
      groups.at(-1)!.agents.push(value.toLowerCase())
      open = true
      continue
    }
    const group = groups.at(-1)
    if (!group || !['allow', 'disallow', 'content-usage'].includes(name)) continue
    open = false
    if (name === 'content-usage') group.usage.push(usageOf(value))
    else if (value !== '') group.rules.push({ allow: name === 'allow', path: value })
  }
  if (groups.length === 0) throw new SignalFault('it has no line "User-agent"')
  return groups
}

/** `train-ai=n`, or for a part of the site `/articles train-ai=n`. */
function usageOf(value: string): Group['usage'][number] {
  const [, path, preference] = /^(\/\S*)\s+(.*)$/.exec(value) ?? [undefined, '/', value]
  return { path: path!, reading: readContentUsage(preference!) }
}

/** The longest rule that covers the path holds; of two as long the one that allows (RFC 9309, 2.2.2). */
function isShut({ rules }: Group, at: string | undefined, where: 'anywhere' | 'everywhere'): boolean {
  if (at === undefined)
    return rules.some(({ allow, path }) => !allow && (where === 'anywhere' || /^[/*]+\$?$/.test(path)))
  const covering = rules.filter(({ path }) => coversPath(path, at))
  const longest = Math.max(...covering.map(({ path }) => path.length))
  const deciding = covering.filter(({ path }) => path.length === longest)
  return deciding.length > 0 && !deciding.some(({ allow }) => allow)
}

function usageAt({ usage }: Group, at: string | undefined): SignalReading {
  if (at === undefined) return mostRestrictive(usage.map(({ reading }) => reading))
  const covering = usage.filter(({ path }) => coversPath(path, at))
  const longest = Math.max(...covering.map(({ path }) => path.length))
  return mostRestrictive(covering.filter(({ path }) => path.length === longest).map(({ reading }) => reading))
}
