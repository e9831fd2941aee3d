import { coversPath } from './path-pattern.ts'
import { linesOf, nameAndValue, SignalFault, type SignalReading } from './reading.ts'

/**
 * ai.txt (Spawning): the form of robots.txt, but all of it is about training, so a rule says so in either direction. Of
 * rules by the ending of a file (`Disallow: *.txt`) and by place the most restrictive holds.
 */
export function readAiTxt(text: string, at: string | undefined): SignalReading {
  const rules = linesOf(text).flatMap((line) => {
    const [name, value] = nameAndValue(line.split('#')[0]!) ?? []
    return name === 'allow' || name === 'disallow' ? [{ allow: name === 'allow', path: value! }] : []
  })
  if (rules.length === 0) throw new SignalFault('it has no line "Allow" or "Disallow"')
  // An empty path is the opposite rule for all.
  const meant = rules.map(({ allow, path }) => (path === '' ? { allow: !allow, path: '/' } : { allow, path }))
  const met = meant.filter(({ path }) => at === undefined || coversPath(path, at))
  return met.some(({ allow }) => !allow) ? 'deny' : met.length > 0 ? 'allow' : 'unknown'
}
