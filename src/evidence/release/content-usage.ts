import type { Described } from './written-field.ts'

/**
 * `content-usage.txt`: may what is released be used for training? In the words of the IETF's aipref vocabulary, where
 * what is not said is unknown, and of the TDM Reservation Protocol. A release that was made for something else, or whose
 * gates were only reported, says no.
 */
export function contentUsage({ manifest, training }: Pick<Described, 'manifest' | 'training'>): string {
  const allowed = training && manifest.mode === 'enforce'
  return `Content-Usage: train-ai=${allowed ? 'y' : 'n'}\ntdm-reservation: ${allowed ? '0' : '1'}\n`
}
