import type { SignalReading } from './reading.ts'

/**
 * What a statement says about training, written as sites and files carry it: IETF aipref (`Content-Usage: train-ai=n`), TDM
 * Reservation Protocol (`tdm-reservation: 1`), CAWG training-mining assertions (`cawg.ai_training: notAllowed`), lines of robots.txt
 * and ai.txt that shut out everybody, `noai` of robots meta tags. Of several in one text any prohibition wins.
 */
export function readStatement(text: string): SignalReading {
  const lower = text.toLowerCase()
  if (DENY.some((pattern) => pattern.test(lower))) return 'deny'
  return ALLOW.some((pattern) => pattern.test(lower)) ? 'allow' : 'unknown'
}

const DENY: readonly RegExp[] = [
  /\btrain-ai\s*=\s*n\b/,
  /\btdm-reservation\b["']?\s*[:=]\s*["']?1\b/,
  /\b(?:cawg|c2pa)\.(?:data_mining|ai_training|ai_generative_training)\b[\s\S]{0,80}?\b(?:notallowed|constrained)\b/,
  /\bnoai\b/,
  // Whoever shuts out every agent, or any of those that gather for training, everywhere.
  /^user-agent:\s*(?:\*|gptbot|ccbot|google-extended|applebot-extended|claudebot|anthropic-ai|bytespider|meta-externalagent)\s*$(?:\r?\n(?!user-agent:).*)*?\r?\ndisallow:\s*[/*]\s*$/m,
]

const ALLOW: readonly RegExp[] = [
  /\btrain-ai\s*=\s*y\b/,
  /\btdm-reservation\b["']?\s*[:=]\s*["']?0\b/,
  /\b(?:cawg|c2pa)\.(?:ai_training|ai_generative_training)\b[\s\S]{0,80}?\ballowed\b/,
]
