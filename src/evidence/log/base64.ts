/**
 * The bytes of standard base64 with padding (RFC 4648 section 4), or undefined. Node's decoder skips what it does not
 * know and ignores the spare bits of the last character; here another spelling of the same bytes is an error, so that
 * no flipped bit of a checkpoint goes unseen.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
