import { keyFingerprint } from '../../log/vkey.ts'
import { largestShare } from '../../release/risk.ts'
import { html, type Html } from '../html.ts'
import { basisName, term, type Page } from '../page.ts'
import { badge, code, facts, list, section } from '../parts.ts'

/** What may be done with the release, and what to look at first. */
export function verdict(page: Page): Html {
  const { words, locale, input } = page
  const { manifest } = input
  const w = words.verdict
  const approvers = manifest.approval?.approved.map(({ vkey }) => `${vkey.split('+')[0]!} (${keyFingerprint(vkey)})`)
  const unapproved = approvers?.length === 0
  const usable = manifest.mode === 'enforce' && !unapproved
  const outputClass = term(manifest.outputClass, page)
  const maker = manifest.makers.map(({ name }) => name).join(', ')
  const { system } = manifest
  const stated = (names: Record<string, string>, name = '') => (names[name] ?? name) || words.notStated
  return section(
    page,
    'verdict',
    w.heading,
    html`<p class="verdict">${usable ? badge('good', w.usable) : badge('bad', w.notUsable)}</p>`,
    html`<p class="lead">
      ${usable ? w.is(outputClass.term) : unapproved ? w.unapproved : w.logMode}
      ${usable ? outputClass.text : undefined}
    </p>`,
    html`<div class="columns">
      <div>
        <h3>${w.mayUse}</h3>
        ${usable ? list([html`${code(manifest.purpose)} / ${code(manifest.processing)}`]) : html`<p>${words.none}</p>`}
      </div>
      <div>
        <h3>${w.mustNot}</h3>
        ${list(mustNot(page))}
      </div>
      <div>
        <h3>${w.attention}</h3>
        ${list(attention(page))}
      </div>
    </div>`,
    facts([
      [w.dataset, code(manifest.dataset)],
      [w.release, code(manifest.release)],
      [w.follows, manifest.since && code(manifest.since.release)],
      [w.rebuilds, manifest.rebuilds && code(manifest.rebuilds.release)],
      [w.approval, approvers && (approvers.join(', ') || w.nobody)],
      [
        w.accepted,
        (manifest.accepted ?? []).map(({ by, reason, on }) => `${by} (${reason}, ${locale.day(on)})`).join('; '),
      ],
      [w.sealed, manifest.outputs.some(({ plain }) => plain) ? w.sealedIs : undefined],
      [w.made, locale.minute(manifest.created)],
      [w.basis, basisName(manifest.basis, page)],
      [w.asOf, locale.minute(manifest.asOf)],
      [w.keep, manifest.retainUntil === undefined ? words.notStated : locale.day(manifest.retainUntil)],
      [w.maker, maker || words.notStated],
      [w.system, system && w.systemIs(stated(w.risks, system.risk), stated(w.autonomies, system.autonomy))],
    ]),
  )
}

function mustNot({ words: { verdict: w }, locale, input: { manifest } }: Page): string[] {
  return [
    w.otherPurpose,
    w.reidentify,
    ...(manifest.outputClass === 'k-anonymous' ? [] : [w.personal]),
    ...(manifest.retainUntil === undefined ? [] : [w.keepAfter(locale.day(manifest.retainUntil))]),
  ]
}

/** From this share on a measure is told in the verdict. */
const NOTABLE = 0.05

function attention({ words: { verdict: w }, locale, input: { manifest, risk } }: Page): string[] {
  const unique = largestShare(risk, (source) => source.risk?.unique)?.share ?? 0
  const found = largestShare(risk, (source) => source.reidentified)?.share ?? 0
  const points = [
    ...(risk.source === null ? [w.noQuasi] : []),
    ...(Object.values(risk.sources).some(({ anonymity }) => anonymity?.met === false) ? [w.reportOnly] : []),
    ...(unique >= NOTABLE ? [w.alone(locale.share(unique))] : []),
    ...(found >= NOTABLE ? [w.found(locale.share(found))] : []),
    ...(risk.links.length > 0 ? [w.linked] : []),
    ...(manifest.makers.length === 0 ? [w.makerMissing] : []),
  ]
  return points.length > 0 ? points : [w.nothing]
}
