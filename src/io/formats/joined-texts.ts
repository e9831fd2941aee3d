/** Texts one after another in one piece of memory; text d stands from `starts[d]` to `ends[d]`, its mark included. */
export interface JoinedTexts {
  block: Buffer
  starts: number[]
  ends: number[]
}

/** Joins texts with what no document can hold behind each of them: NUL, which none of them may have. */
export function joinTexts(texts: readonly string[]): JoinedTexts {
  const block = Buffer.from(texts.map((text) => `${text}\0`).join(''))
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < block.length; at = ends.at(-1)!) {
    starts.push(at)
    ends.push(block.indexOf(0, at) + 1)
  }
  return { block, starts, ends }
}

export function splitTexts(joined: Uint8Array): string[] {
  return Buffer.from(joined).toString().split('\0').slice(0, -1)
}
