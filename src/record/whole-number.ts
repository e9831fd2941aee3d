/** `650504478453.0` → `650504478453`: what a table whose column of numbers has a gap writes for each of them. Others stay. */
export function withoutFraction(text: string): string {
  return text.endsWith('0') && FRACTION.test(text) ? text.slice(0, text.lastIndexOf('.')) : text
}

/** Of six digits at least: shorter numbers are measures, and nobody's. */
const FRACTION = /^\s*\d{6,40}\.0{1,6}$/
