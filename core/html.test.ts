import { expect, test } from 'vitest'
import { escapeHtml, html } from './html.ts'

test('what is put in is escaped, markup is not', () => {
  const inner = html`<b>${'<i>'}</b>`
  expect(html`<p title="${'"\'&'}">${inner}${['<', inner]}${3}${null}${undefined}</p>`.markup).toBe(
    '<p title="&quot;&#39;&amp;"><b>&lt;i&gt;</b>&lt;<b>&lt;i&gt;</b>3</p>',
  )
})

test('what cannot be seen is made visible', () => {
  expect(escapeHtml('a\u0000\u202e\ud800\tb\nc')).toBe('a\\u{0}\\u{202e}\\u{d800}\tb\nc')
})
