/**
 * A table by field path or name. It has no prototype: a column called `__proto__` or `constructor` is a key like any other.
 */
export function byPath<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>
}
