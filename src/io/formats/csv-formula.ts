/**
 * Would a spreadsheet run this cell as a formula? (OWASP CSV injection: = + - @ TAB CR and the full-width forms,
 * also behind leading spaces.) Plain numbers and phone numbers are left alone: a typed cell, not a formula.
 */
export function isFormula(text: string): boolean {
  if (text === '' || (text.charCodeAt(0) > 0x2f && text.charCodeAt(0) < 0x3d)) return false
  if (/^\s*[+-]?[\d\s().,-]*\d[\d\s().,-]*(?:[eE][+-]?\d+)?$/.test(text)) return false
  return /^[\t\r\n]|^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text)
}
