import { type Html, html } from './html.ts'
import type { Outcome } from './verdict.ts'

export interface Page {
  readonly title: string
  /** The large word, for example "FAIL", and how it is coloured. */
  readonly verdict: { readonly outcome: Outcome; readonly word: string }
  /** One sentence under the word. */
  readonly summary: string
  /** Name and value pairs: what was judged. */
  readonly facts: readonly { readonly name: string; readonly value: Html | string }[]
  /** Sections that the page links to at its top. */
  readonly sections: readonly { readonly id: string; readonly title: string; readonly content: Html }[]
  readonly now: Date
}

/** The style sheet's name, beside the page. */
export const styleFile = 'cd-gate.css'

/**
 * The one shell of all pages. It holds no script and no inline style, so that it works under Jenkins' content
 * security policy (`sandbox; default-src 'none'; img-src 'self'; style-src 'self'`).
 */
export function renderPage({ title, verdict, summary, facts, sections, now }: Page): string {
  const time = now.toISOString()
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${verdict.word}: ${title}</title>
<link rel="stylesheet" href="${styleFile}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="${verdict.outcome}">
<p class="kind">${title}</p>
<h1>${verdict.word}</h1>
<p class="summary">${summary}</p>
<dl class="facts">${facts.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="content" tabindex="-1">
${sections.map(({ id, title: name, content }) => html`<section id="${id}"><h2>${name}</h2>${content}</section>\n`)}</main>
<footer><p>cd-gate, <time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time></p></footer>
</body>
</html>
`
  return page.markup
}
