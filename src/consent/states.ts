/**
 * The ten states of a consent (W3C DPV 2.3, `consent_status`), and the words registers use for them.
 * Two states are valid for processing, eight are not; a word that is not in the table is the state unknown,
 * which DPV defines as "not available, or cannot be trusted, or known to be inaccurate".
 */

/** Stable numbers: they are written into the compiled index. */
export const ConsentState = {
  given: 1,
  renewed: 2,
  refused: 3,
  withdrawn: 4,
  revoked: 5,
  expired: 6,
  invalidated: 7,
  requested: 8,
  deferred: 9,
  unknown: 10,
} as const
export type ConsentState = (typeof ConsentState)[keyof typeof ConsentState]

/** Whether the state is one of DPV's `ConsentStatusValidForProcessing`; every other state acts as a denial. */
export function isGrant(state: number): boolean {
  return state === ConsentState.given || state === ConsentState.renewed
}

/** Whether somebody was asked and has not answered: no consent, and not the end of one either. */
export function isUnanswered(state: number): boolean {
  return state === ConsentState.requested || state === ConsentState.deferred
}

/** The state a register's cell names, or undefined for a word perde does not know (and for a blank cell). */
export function stateOf(word: string): ConsentState | undefined {
  return STATE_BY_WORD.get(spelling(word))
}

/** One spelling of a status word: case, width, ё, spaces and dashes, and DPV's prefixes do not matter. */
function spelling(word: string): string {
  return word
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^(?:dpv:|https?:\/\/(?:www\.)?w3id\.org\/dpv[#/])/u, '')
    .replaceAll('ё', 'е')
    .replace(/[\s_‐‑–-]+/gu, ' ')
}

/** Words as `spelling` leaves them: DPV's terms, plain English, Kazakh, Russian. */
const WORDS: Record<keyof typeof ConsentState, string> = {
  given:
    'consentgiven, given, consent given, granted, consented, agreed, accepted, opted in, opt in,' +
    'берілді, келісім берілді, келісті, келісемін, дано, дан, согласие дано, согласие получено, согласен, согласна, предоставлено',
  renewed:
    'renewedconsentgiven, renewed, renewed consent given, consent renewed, reaffirmed,' +
    'жаңартылды, ұзартылды, продлено, продлен, возобновлено, обновлено, подтверждено повторно',
  refused:
    'consentrefused, refused, consent refused, declined, rejected, denied, not given, opted out, opt out,' +
    'бас тартты, бас тартылды, келіспеді, берілмеді, отказ, отказано, отказался, отказалась, не согласен, не согласна, не дано',
  withdrawn:
    'consentwithdrawn, withdrawn, consent withdrawn, withdrew,' +
    'қайтарып алынды, қайтарып алды, кері қайтарылды, кері қайтарып алынды, отозвано, отозван, согласие отозвано, отозвал, отозвала, отзыв',
  revoked: 'consentrevoked, revoked, consent revoked, күші жойылды, жойылды, аннулировано, аннулирован, отменено',
  expired:
    'consentexpired, expired, consent expired, lapsed,' +
    'мерзімі өтті, мерзімі аяқталды, истекло, истек, срок истек, просрочено',
  invalidated:
    'consentinvalidated, invalidated, invalid, consent invalidated,' +
    'жарамсыз, жарамсыз деп танылды, недействительно, недействителен, признано недействительным',
  requested:
    'consentrequested, requested, consent requested, pending,' +
    'сұратылды, сұралды, күтілуде, запрошено, запрошен, ожидается, в ожидании',
  deferred:
    'consentrequestdeferred, deferred, request deferred, consent request deferred,' +
    'кейінге қалдырылды, отложено, отложен',
  unknown: 'consentunknown, unknown, consent unknown, белгісіз, неизвестно',
}

const STATE_BY_WORD: ReadonlyMap<string, ConsentState> = new Map(
  Object.entries(WORDS).flatMap(([name, words]) =>
    words.split(/, ?/u).map((word) => [word, ConsentState[name as keyof typeof ConsentState]] as const),
  ),
)
