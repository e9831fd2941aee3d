import type { Language } from './locale.ts'

/** The style of a page in these languages; `running` and `foot` stand at the top and the bottom of each printed sheet. */
export function styleOf(languages: readonly Language[], running: string, foot = ''): string {
  return [
    STYLE,
    ...(languages.length > 1 ? [SWITCH, ...languages.map(shownWhenChosen)] : []),
    printed(running, foot),
  ].join('')
}

const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1a2330;--soft:#525d6b;--line:#d9dee5;--panel:#f4f6f9;--link:#1a56a0;
--good:#15643a;--bad:#a01f1a;--warn:#7a4a00;--used:#2b66ad;--left:#a9b5c3;--hidden:#6f7d8e;--risk:#b25c22;--track:#e8ecf1}
@media (prefers-color-scheme:dark){:root{--paper:#12171f;--ink:#e4e9f0;--soft:#a2adba;--line:#313b48;--panel:#1a212b;--link:#8ab8f2;
--good:#72cf97;--bad:#ff9d94;--warn:#eebb6b;--used:#6ea4e6;--left:#55616f;--hidden:#8794a5;--risk:#e09a63;--track:#242d39}}
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;background:var(--paper);color:var(--ink)}
body{margin:0 auto;max-width:78rem;padding:1.5rem 1.25rem 4rem}
header{border-bottom:1px solid var(--line);margin-bottom:1.5rem;padding-bottom:1rem;display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 1.5rem}
.brand{margin:0;font-weight:700;letter-spacing:.02em;color:var(--soft)}
h1{font-size:1.6rem;line-height:1.25;margin:0;flex:1 1 20rem}
h1 span{color:var(--soft);font-weight:400;overflow-wrap:anywhere}
h2{font-size:1.25rem;line-height:1.3;margin:0 0 .75rem}
h3{font-size:1rem;margin:1.75rem 0 .5rem}
h3 small,h4{font-weight:400;color:var(--soft)}
h4{font-size:.95rem;margin:1.25rem 0 .25rem}
p{margin:.5rem 0}
a{color:var(--link)}
small,.note,.more{color:var(--soft);font-size:.9rem}
code,pre{font:.875em/1.5 ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
pre,code.block{display:block;background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:.75rem;white-space:pre-wrap}
section{padding:1.5rem 0;border-top:1px solid var(--line)}
main>section:first-child{border-top:0;padding-top:0}
ul,ol{margin:.25rem 0;padding-left:1.25rem}
.lead{font-size:1.05rem;max-width:50rem}
.verdict{font-size:1.35rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:0 2rem}
.columns h3{margin-top:1rem}
dl{margin:1rem 0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:.5rem 2rem}
dl>div{border-top:1px solid var(--line);padding-top:.35rem;min-width:0}
dt{color:var(--soft);font-size:.9rem}
dd{margin:0;overflow-wrap:anywhere}
.questions{list-style:none;padding:0}
.questions li{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 1.5rem;padding:.5rem 0;border-top:1px solid var(--line)}
.answer{overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:1.25rem 0}
table{border-collapse:collapse;width:100%;font-size:.925rem}
caption{text-align:left;font-weight:600;padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-top:1px solid var(--line)}
th{font-weight:400}
thead th{color:var(--soft);font-size:.85rem;border-top:0;vertical-align:bottom}
thead td{border-top:0}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td code{display:inline-block;min-width:5.5rem;overflow-wrap:anywhere}
ul.inline{list-style:none;padding:0;margin:0}
ul.inline li{display:inline-block;margin-right:1rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody th code{display:inline-block;min-width:9rem}
.matrix td{border-left:3px solid var(--paper)}
.heat1{background:color-mix(in srgb,var(--used) 10%,var(--paper))}
.heat2{background:color-mix(in srgb,var(--used) 20%,var(--paper))}
.heat3{background:color-mix(in srgb,var(--used) 30%,var(--paper))}
.heat4{background:color-mix(in srgb,var(--used) 40%,var(--paper))}
svg{display:block;max-width:100%}
svg.bar{width:15rem;min-width:6rem;margin-top:.35rem}
span.pair svg.bar{height:8px;margin-top:.2rem}
svg.stack{width:100%;border-radius:4px}
.track{fill:var(--track)}
rect.used{fill:var(--used)}rect.left{fill:var(--left)}rect.hidden{fill:var(--hidden)}rect.bad{fill:var(--bad)}rect.risk{fill:var(--risk)}
figure{margin:1.25rem 0}
figcaption{margin-bottom:.5rem}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin-top:.5rem}
.swatch{display:inline-block;width:.8rem;height:.8rem;border-radius:2px;margin-right:.4rem}
.swatch.used{background:var(--used)}.swatch.left{background:var(--left)}.swatch.hidden{background:var(--hidden)}.swatch.bad{background:var(--bad)}
.lineage{width:100%;height:auto;font-size:15px}
.lineage rect{fill:var(--panel);stroke:var(--line)}
.lineage .run rect{stroke:var(--used);stroke-width:2}
.lineage path{fill:none;stroke:var(--left);stroke-width:1.5}
.lineage text{fill:var(--ink)}
.badge{font-weight:600}
.badge.good{color:var(--good)}.badge.bad{color:var(--bad)}.badge.warn{color:var(--warn)}.badge.plain{color:var(--soft);font-weight:400}
.notice{border-left:4px solid var(--warn);background:var(--panel);padding:.75rem 1rem}
.check{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:1rem;margin:1.25rem 0}
.check label{display:block;font-weight:600}
.check small{display:block}
.check input{width:100%;max-width:46rem;font:inherit;padding:.4rem .5rem;border:1px solid var(--soft);border-radius:4px;background:var(--paper);color:var(--ink)}
.check button{font:inherit;font-weight:600;padding:.5rem 1.25rem;border:0;border-radius:4px;background:var(--link);color:var(--paper);cursor:pointer}
.check ol{list-style:none;padding:0}
.check ol li{padding:.25rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
.check .outcome{font-size:1.1rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.choice{position:absolute;opacity:0;width:1px;height:1px}
@media (min-width:64rem){.layout{display:grid;grid-template-columns:14rem minmax(0,1fr);gap:0 3rem}
nav{position:sticky;top:1.5rem;align-self:start}}
nav ul{list-style:none;padding:0;margin:0 0 1.5rem;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
@media (min-width:64rem){nav ul{display:block}nav li{padding:.2rem 0}}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
@media (max-width:40rem){.questions li{grid-template-columns:minmax(0,1fr)}.questions a{font-weight:600}}
`

const SWITCH = `
.language{display:none}
.switch{margin:0;display:flex;gap:.25rem}
.switch label{padding:.25rem .6rem;border-radius:4px;cursor:pointer;color:var(--link)}
`

function shownWhenChosen(language: Language): string {
  const chosen = `#choose-${language}:checked~.language`
  const label = `label[for=choose-${language}]`
  return `${chosen}[data-language=${language}]{display:block}
${chosen} ${label}{background:var(--panel);color:var(--ink);font-weight:600}
#choose-${language}:focus-visible~.language ${label}{outline:3px solid var(--link)}
`
}

function printed(running: string, foot: string): string {
  const [head, last] = [running, foot].map((text) => text.replace(/[^\p{L}\p{N} ·._:/+=-]/gu, '_'))
  return `
@page{size:A4;margin:20mm 16mm 18mm;@top-left{content:"${head}";font:9pt sans-serif;color:#555}@bottom-left{content:"${last}";font:8pt sans-serif;color:#555}@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#555}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff;--link:#000}
html{font-size:10pt}body{max-width:none;padding:0}
nav,.switch,.check{display:none}.layout{display:block}
section{break-inside:auto}h2,h3,h4,caption,figcaption{break-after:avoid}tr,figure,dl>div,.questions li{break-inside:avoid}
.scroll{overflow:visible}table{font-size:8.5pt}thead{display:table-header-group}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
}
