/** Whether the head of a JSON text has, for every group, one of its keys. */
export function hasKeys(text: string, groups: readonly (readonly string[])[]): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  const head = text.slice(0, 4000).toLowerCase()
  return groups.every((keys) => keys.some((k) => head.includes(`"${k}"`)))
}
