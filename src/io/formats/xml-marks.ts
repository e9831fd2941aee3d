// The bytes of XML's marks.

export const LT = 0x3c
export const GT = 0x3e
export const SLASH = 0x2f
export const BANG = 0x21
export const QUESTION = 0x3f
export const AMP = 0x26
/** The line end that XML knows: CR is white space in front of it. */
export const LF = 0x0a
