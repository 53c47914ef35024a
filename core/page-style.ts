/** The style sheet of all pages. Text has AA contrast in both schemes; nothing is told by colour alone. */
export const pageStyle: string = `:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b1f24; --soft: #57606a; --rule: #d5dae0; --shade: #f6f8fa;
  --good: #116329; --bad: #b3261e; --unsure: #7a5200; --link: #0550ae;
  --good-bg: #e6f4ea; --bad-bg: #fde4e1; --unsure-bg: #fdf3d8;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e4e8ec; --soft: #a3adb8; --rule: #343b43; --shade: #1a1e23;
    --good: #6fd08c; --bad: #ff9a90; --unsure: #ecc15a; --link: #7fb6ff;
    --good-bg: #14301f; --bad-bg: #461d1b; --unsure-bg: #38300f;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 3.5rem; }
body { margin: 0 auto; padding: 0 1.5rem 3rem; max-width: 74rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
a:focus-visible, summary:focus-visible, .code:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999em; }
.skip:focus { left: 1rem; top: 0.5rem; z-index: 2; background: var(--paper); padding: 0.5rem; }
header { padding: 2.5rem 0 1.5rem; }
.kind { margin: 0; color: var(--soft); font-size: 0.95rem; }
h1 { margin: 0.1rem 0 0.5rem; font-size: clamp(2.2rem, 6vw, 3.4rem); line-height: 1.05; letter-spacing: -0.02em; }
header.pass h1 { color: var(--good); }
header.fail h1 { color: var(--bad); }
header.unknown h1 { color: var(--unsure); }
.summary { margin: 0 0 1.25rem; font-size: 1.15rem; max-width: 46rem; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.5rem; margin: 0; font-size: 0.9rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; max-width: 46rem; overflow-wrap: anywhere; }
nav { position: sticky; top: 0; z-index: 1; background: var(--paper); border-block: 1px solid var(--rule); }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin: 0; padding: 0.4rem 0; list-style: none; }
nav a { display: inline-block; padding: 0.2rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
section { padding-top: 2rem; }
h2 { margin: 0 0 0.75rem; font-size: 1.25rem; letter-spacing: -0.01em; }
h3 { margin: 1.75rem 0 0.5rem; font-size: 1rem; font-weight: 400; }
h3 .path { font-weight: 600; }
h3 .soft, summary .soft { margin-left: 0.5rem; font-size: 0.875rem; }
code, .path { font-family: var(--mono); font-size: 0.9em; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
table { width: 100%; border-collapse: collapse; font-size: 0.95rem; }
th, td { padding: 0.45rem 1.5rem 0.45rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--rule); }
th { color: var(--soft); font-weight: 500; font-size: 0.85rem; }
th:last-child, td:last-child { padding-right: 0; }
.num { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.mark { width: 1.5rem; padding-right: 0.5rem; }
.lines { width: 24%; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.lines a { white-space: nowrap; }
.remark { display: block; color: var(--soft); font-size: 0.875rem; overflow-wrap: anywhere; }
.metrics { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1.25rem 2.5rem; margin: 0; }
.metrics dt { color: var(--soft); font-size: 0.9rem; }
.metrics dd { margin: 0; font-size: 1.6rem; font-variant-numeric: tabular-nums; line-height: 1.25; }
.metrics dd small { display: block; font-size: 0.85rem; color: var(--soft); }
.metrics svg { display: block; width: 100%; height: 6px; margin-top: 0.4rem; background: var(--rule); border-radius: 3px; }
.metrics rect { fill: var(--ink); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.unsure { color: var(--unsure); }
.code { margin: 0 0 0.75rem; padding: 0.4rem 0; overflow-x: auto; border: 1px solid var(--rule); border-radius: 4px;
  font: 0.82rem/1.55 var(--mono); tab-size: 2; background: var(--shade); }
.code ol { margin: 0; padding: 0; list-style: none; min-width: max-content; }
.code li { display: flex; min-height: 1.55em; padding-right: 1rem; white-space: pre; }
.code li:target { box-shadow: inset 4px 0 0 var(--link); }
.code .n { flex: none; width: 4.5em; padding-right: 0.75em; text-align: right; color: var(--soft); user-select: none; }
.code .s { flex: none; width: 1.5em; margin-right: 0.5em; user-select: none; text-align: center; font-weight: 700; }
.code .missed { background: var(--bad-bg); }
.code .partial { background: var(--unsure-bg); }
.code .missed .n, .code .partial .n { color: inherit; }
.code .missed .s { color: var(--bad); }
.code .partial .s { color: var(--unsure); }
.code .covered .s { color: var(--good); background: var(--good-bg); }
.code .context { color: var(--soft); }
.key { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0 0 0.5rem; padding: 0; list-style: none; font-size: 0.9rem; color: var(--soft); }
.key b { font-family: var(--mono); }
summary { cursor: pointer; padding: 0.3rem 0; overflow-wrap: anywhere; }
.plain { margin: 0 0 0.75rem; padding: 0; list-style: none; }
.plain li { padding: 0.3rem 0; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
.plain .soft { margin-left: 0.5rem; font-size: 0.9rem; }
footer { margin-top: 3rem; padding-top: 0.75rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.85rem; }
@media (max-width: 40rem) {
  body { padding: 0 1rem 2rem; }
  header { padding-top: 1.5rem; }
  nav { position: static; }
  html { scroll-padding-top: 0.5rem; }
  .metrics { gap: 1rem 1.5rem; grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .code .n { width: 3.2em; }
  .optional { display: none; }
  .lines { width: auto; }
  th, td { padding-right: 0.75rem; }
}
@media print {
  nav, .skip { display: none; }
  .code { overflow: visible; }
  .code ol { min-width: 0; }
  .code li { white-space: pre-wrap; break-inside: avoid; }
}
.categories { width: auto; min-width: min(28rem, 100%); }
.chip { display: inline-block; min-width: 1.6em; padding: 0 0.3em; border-radius: 3px; text-align: center; font-weight: 600; }
.chip.good { background: #cfe3ff; color: #06326b; }
.chip.bad { background: #ffdcb8; color: #6b3000; }
.chip.plain { background: var(--shade); color: var(--soft); }
`
