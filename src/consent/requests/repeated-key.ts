/** Strings, which may hold any of the others, and what structures a text of JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs

/** Whether a key stands twice in one object: of its two values a parser keeps the last without a word. `json`: text that parses. */
export function repeatsKey(json: string): boolean {
  /** keys of the objects that are open, and undefined for lists */
  const open: (Set<string> | undefined)[] = []
  let before = ''
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const keys = open.at(-1)!
      const key = JSON.parse(before) as string
      if (keys.has(key)) return true
      keys.add(key)
    }
    before = token
  }
  return false
}
