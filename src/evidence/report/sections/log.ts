import { html, type Html } from '../html.ts'
import type { Page } from '../page.ts'
import { facts, section, table } from '../parts.ts'

/** What stands in the log, and the check that anybody can do. */
export function log(page: Page): Html {
  const { words, locale, input } = page
  const w = words.log
  const checkpoint = input.proof['checkpoint'] ?? ''
  const [origin = '', size = '0'] = checkpoint.split('\n')
  const key = page.id('key')
  const files = page.id('files')
  return section(
    page,
    'log',
    w.heading,
    html`<p>${w.text(origin, words.entries(locale, Number(size)))}</p>`,
    table(
      page,
      { hidden: w.heading },
      [{ name: w.entry, numbers: true }, { name: w.time }, { name: w.what }],
      input.entries.map((entry) => [
        locale.number(entry.seq),
        locale.minute(entry.time),
        w.types[entry.type] ?? entry.type,
      ]),
    ),
    facts([[w.checkpoint, html`<code class="block">${checkpoint.trimEnd()}</code>`]]),
    html`<div class="check">
      <p class="scripted">
        <label for="${key}">${w.key}</label
        ><input id="${key}" data-key autocomplete="off" spellcheck="false" placeholder="name+id+base64" /><small
          >${w.keyHelp}</small
        >
      </p>
      <p class="scripted">
        <label for="${files}">${w.files}</label><input id="${files}" type="file" multiple data-files /><small
          >${w.filesHelp}</small
        >
      </p>
      <p class="scripted"><button type="button" data-verify="${locale.language}">${w.verify}</button></p>
      <noscript><p class="notice">${w.needsScript}</p></noscript>
      <div role="status" aria-live="polite" data-outcome></div>
    </div>`,
    html`<h3>${w.byHand}</h3>
      <p>${w.byHandText}</p>
      <pre>
sh verify.sh TRUSTED.vkey proof
perde verify . --trust TRUSTED.vkey</pre>`,
    html`<p class="note">${w.limits}</p>`,
  )
}
