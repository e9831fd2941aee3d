import type { SourceRisk } from '../../release/risk.ts'
import { bars, pairs } from '../charts.ts'
import { html, type Html } from '../html.ts'
import type { Page } from '../page.ts'
import { facts, list, section } from '../parts.ts'

/** How well the records hide among each other, by source. */
export function risk(page: Page): Html {
  const { words, input } = page
  const w = words.risk
  const sources = Object.entries(input.risk.sources).filter(([, source]) => source.quasiIdentifiers.length > 0)
  if (sources.length === 0) return section(page, 'risk', w.heading, html`<p>${w.none}</p>`)
  return section(
    page,
    'risk',
    w.heading,
    html`<p>${w.text}</p>`,
    sources.map(([name, source]) => sourceRisk(page, name, source)),
    input.risk.links.map(({ sources: [a, b] }) => html`<p class="note">${w.linked(a, b)}</p>`),
  )
}

function sourceRisk(page: Page, name: string, source: SourceRisk): Html {
  const { words, locale } = page
  const w = words.risk
  return html`<h3>${w.source(name)} <small>${w.over(source.quasiIdentifiers.join(', '))}</small></h3>
    ${
      // Beside the state before there is a table of both.
      source.before
        ? change(page, source)
        : facts([
            [w.k, source.k === null ? words.notMeasured : locale.number(source.k)],
            [w.unique, source.risk ? locale.share(source.risk.unique) : undefined],
          ])
    }${chances(page, source)}${attacked(page, source)}${sizes(page, source)}${diversity(page, source)}${made(page, source)}${more(page, source)}`
}

/** The same records by the same fields, as they came in and as they were released. */
function change(page: Page, { k, risk: after, before }: SourceRisk): Html | undefined {
  const { words, locale } = page
  const w = words.risk
  if (!after || !before || k === null) return undefined
  const shares: [string, number, number][] = [
    [w.unique, before.unique, after.unique],
    [w.prosecutor, before.prosecutor, after.prosecutor],
    [w.marketer, before.marketer, after.marketer],
  ]
  const { records, of } = before.sample
  return html`${pairs(
      page,
      w.change,
      [{ name: words.comparison.what }, { name: w.before, numbers: true }, { name: w.after, numbers: true }],
      [
        { cells: [w.k, locale.number(before.k), locale.number(k)] },
        ...shares.map(([name, a, b]) => ({
          cells: [name, locale.share(a), locale.share(b)],
          shares: [a, b] as const,
        })),
      ],
    )}
    <p class="note">${w.beforeText} ${records < of ? w.beforeDrawn(locale, records) : undefined}</p>`
}

function chances(page: Page, { risk: measured, before }: SourceRisk): Html | undefined {
  const w = page.words.risk
  // Where there is a state before, they stand beside it.
  if (!measured || before) return undefined
  return shareBars(page, w.chance, page.words.comparison.what, [
    [w.prosecutor, measured.prosecutor],
    [w.marketer, measured.marketer],
  ])
}

function attacked(page: Page, { attack }: SourceRisk): Html | undefined {
  const w = page.words.risk
  if (!attack) return undefined
  const { exact, noisy, quasiIdentifiers } = attack
  return shareBars(page, w.attack, w.attacker, [
    [w.exact, exact],
    ...(noisy ? [[w.noisy(noisy.wrong), noisy.share] as const] : []),
    [w.quasi, quasiIdentifiers],
  ])
}

function shareBars(page: Page, caption: string, what: string, shares: readonly (readonly [string, number])[]): Html {
  return bars(
    page,
    caption,
    [{ name: what }, { name: page.words.risk.found, numbers: true }],
    shares.map(([name, share]) => ({ cells: [name, page.locale.share(share)], value: share, tone: 'risk' as const })),
    1,
  )
}

function sizes(page: Page, { classes }: SourceRisk): Html | undefined {
  const { words, locale } = page
  const w = words.risk
  if (!classes) return undefined
  return html`${bars(
      page,
      w.sizes,
      [{ name: w.size }, { name: w.classes, numbers: true }, { name: w.recordsIn, numbers: true }],
      classes.histogram.map(({ from, to, classes: count, records }) => ({
        cells: [
          from === to ? locale.number(from) : `${locale.number(from)}–${locale.number(to)}`,
          locale.number(count),
          locale.number(records),
        ],
        value: records,
        tone: from < 5 ? ('risk' as const) : ('used' as const),
      })),
    )}
    <p class="note">${w.sizesText}</p>`
}

function diversity({ words, locale }: Page, { l }: SourceRisk): Html | undefined {
  const fields = Object.entries(l)
  if (fields.length === 0) return undefined
  return html`<h4>${words.risk.diversity}</h4>
    ${facts(fields.map(([field, fewest]) => [field, locale.number(fewest)]))}`
}

function made({ words, locale }: Page, { anonymity }: SourceRisk): Html | undefined {
  const w = words.risk
  if (!anonymity) return undefined
  return html`<h4>${w.result}</h4>
    ${facts([
      [w.model, anonymity.model],
      [w.loss, locale.share(anonymity.loss)],
      ['NCP', locale.share(anonymity.ncp)],
      [w.suppressed, anonymity.suppressed === null ? w.few : locale.number(anonymity.suppressed)],
    ])}`
}

function more({ words, locale }: Page, { undeclared, population }: SourceRisk): Html | undefined {
  const w = words.risk
  const worst = (undeclared?.worst ?? []).slice(0, 5)
  return html`${
    worst.length > 0
      ? html`<h4>${w.undeclared}</h4>
          ${list(worst.map(({ fields, unique }) => `${fields.join(' + ')}: ${locale.share(unique)}`))}`
      : undefined
  }${
    population
      ? html`<p>${w.population(locale.share(population.unique), locale.number(population.size))}</p>`
      : undefined
  }`
}
