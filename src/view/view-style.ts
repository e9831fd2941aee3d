/** What the pages of the viewer have beside the style of the report. */
export const VIEW_STYLE = `
.languages{margin:0;display:flex;gap:.25rem 1rem;flex-wrap:wrap}
.languages span{font-weight:600}
nav [aria-current]{font-weight:600;color:var(--ink)}
form{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;align-items:end;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:1rem;margin:1rem 0}
form p{margin:0;min-width:0;flex:0 1 auto}
form label{display:block;font-weight:600;font-size:.9rem}
input,select{font:inherit;max-width:100%;min-height:2.25rem;padding:.3rem .5rem;border:1px solid var(--soft);border-radius:4px;background:var(--paper);color:var(--ink)}
input[name=run]{width:17rem}
input[name=subject]{width:22rem}
form button{font:inherit;font-weight:600;min-height:2.25rem;padding:.3rem 1.25rem;border:0;border-radius:4px;background:var(--link);color:var(--paper);cursor:pointer}
.pager{display:flex;gap:1.5rem}
td>.badge:only-child,a>code{white-space:nowrap}
footer{border-top:1px solid var(--line);margin-top:2rem}
`
