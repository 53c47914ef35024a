import { type Html, html } from '../../core/html.ts'
import type { MailContent, ShownFailure } from './content.ts'
import { footer } from './text-body.ts'

const tones = {
  bad: { light: '#b3261e', dark: '#ff9a90' },
  good: { light: '#116329', dark: '#6fd08c' },
  unsure: { light: '#7a5200', dark: '#ecc15a' },
} as const

const mono = 'ui-monospace,SFMono-Regular,Menlo,Consolas,monospace'
const wrap = 'overflow-wrap:anywhere;word-break:break-word;'
const soft = 'color:#57606a;'
const box = `margin:6px 0 0;padding:8px 10px;background:#f6f8fa;border:1px solid #d5dae0;border-radius:4px;font:12px/1.5 ${mono};white-space:pre-wrap;${wrap}`
const heading = 'margin:24px 0 8px;font-size:16px;line-height:1.3;'
const listed = `margin:0 0 6px;${wrap}`

/**
 * Every rule stands in its element, as mail programs want it; the sheet in the head only turns the colours for readers
 * with a dark screen whose program looks at it.
 */
const darkSheet: Html = {
  markup: `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.paper{background:#14171b!important;color:#e4e8ec!important}
.soft{color:#a3adb8!important}
.box{background:#1a1e23!important;border-color:#343b43!important;color:#e4e8ec!important}
.rule{border-color:#343b43!important}
.link{color:#7fb6ff!important}
${Object.entries(tones)
  .map(([name, { dark }]) => `.${name}{color:${dark}!important;border-color:${dark}!important}`)
  .join('\n')}
}`,
}

export function htmlBody(content: MailContent): string {
  const {
    tone,
    state,
    headline,
    late,
    build,
    lasted,
    blame,
    coverage,
    setAside,
    links,
    log,
    attached,
    leftOut,
  } = content
  const colour = tones[tone].light
  return page(
    headline,
    content,
    html`<p class="${tone}" style="margin:0;font-size:14px;font-weight:700;color:${colour};">${state}</p>
<h1 style="margin:2px 0 6px;font-size:22px;line-height:1.25;${wrap}">${headline}</h1>
${build && html`<p class="soft" style="margin:0 0 8px;${soft}${wrap}">${build}</p>`}
${lasted && html`<p style="margin:0 0 8px;">${lasted}</p>`}
${late && html`<p class="unsure" style="margin:0 0 8px;color:${tones.unsure.light};">${late}</p>`}
${
  blame.length === 0
    ? null
    : html`<div class="${tone}" style="margin:12px 0;padding:2px 0 2px 12px;border-left:3px solid ${colour};color:${colour};"><div class="paper" style="background:#ffffff;color:#1b1f24;">${blame.map(each => html`<p style="margin:0;${wrap}">${each}</p>`)}</div></div>`
}
${
  links.length === 0
    ? null
    : html`<p style="margin:12px 0;">${links.map(({ label, url }) => html`<a class="link" href="${url}" style="display:inline-block;margin:0 16px 4px 0;color:#0550ae;">${label}</a>`)}</p>`
}
${failures(content)}
${list('Also', content.reasons)}
${coverage && html`<p style="margin:16px 0 0;${wrap}">Coverage: ${coverage}</p>`}
${setAside && html`<p class="soft" style="margin:8px 0 0;${soft}">Set aside: ${setAside}</p>`}
${
  log.length === 0
    ? null
    : html`<h2 style="${heading}">The end of the log</h2>
<pre class="box" style="${box}">${log.join('\n')}</pre>`
}
${list('Attached', attached)}
${list('Left out', leftOut)}`,
  )
}

/** The user's own text, as it stands. */
export function htmlOfText(title: string, text: string, content: Pick<MailContent, 'why'>): string {
  return page(title, content, html`<div style="white-space:pre-wrap;${wrap}">${text}</div>`)
}

function page(title: string, { why }: Pick<MailContent, 'why'>, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>
${darkSheet}
</style>
</head>
<body class="paper" style="margin:0;padding:0;background:#ffffff;color:#1b1f24;">
<div class="paper" style="margin:0 auto;max-width:680px;padding:20px 16px;background:#ffffff;color:#1b1f24;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;">
${body}
<p class="soft rule" style="margin:28px 0 0;padding-top:10px;border-top:1px solid #d5dae0;font-size:13px;${soft}${wrap}">${footer({ why })}</p>
</div>
</body>
</html>
`.markup
}

function failures({ failuresTitle, failures: full, moreFailures }: MailContent): Html | null {
  if (failuresTitle === '') return null
  return html`<h2 style="${heading}">${failuresTitle}</h2>
${full.map(failure)}
${moreFailures.map(line => html`<p style="${listed}">${line}</p>\n`)}`
}

function failure({ name, place, message, detail, isNew }: ShownFailure): Html {
  const shown = [message, ...detail].filter(line => line !== '').join('\n')
  return html`<div style="margin:0 0 16px;">
<p style="margin:0;font-weight:600;${wrap}">${name}${isNew ? html` <span class="bad" style="font-weight:700;color:${tones.bad.light};">new</span>` : null}</p>
${place && html`<p class="soft" style="margin:0;font:13px/1.5 ${mono};${soft}${wrap}">${place}</p>`}
${shown && html`<pre class="box" style="${box}">${shown}</pre>`}
</div>
`
}

function list(title: string, items: readonly string[]): Html | null {
  if (items.length === 0) return null
  return html`<h2 style="${heading}">${title}</h2>
${items.map(item => html`<p style="${listed}">${item}</p>\n`)}`
}
