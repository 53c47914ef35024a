import { expect, test } from 'vitest'
import { createMask } from './redact.ts'

const mask = createMask({
  SMTP_PASSWORD: 'p&ss"w<rd',
  GITHUB_TOKEN: 'ghs_0123456789',
  HOME: '/home/anna',
  TOKEN: 'abc',
})

test.each([
  ['as it is', 'p&ss"w<rd'],
  ['in JSON', JSON.stringify({ a: 'p&ss"w<rd' })],
  ['in HTML', 'p&amp;ss&quot;w&lt;rd'],
  ['in a URL', encodeURIComponent('p&ss"w<rd')],
  ['in base64', Buffer.from('p&ss"w<rd').toString('base64')],
])('a secret %s is masked', (_, text) => {
  expect(mask(`<${text}>`)).toContain('***')
  expect(mask(`<${text}>`)).not.toContain('ss"w')
})

test('passwords in URLs are masked whoever gave them', () => {
  expect(mask('https://anna:hunter2@example.org/x')).toBe('https://anna:***@example.org/x')
})

test('ordinary variables and values too short to be secrets stay', () => {
  expect(mask('/home/anna abc')).toBe('/home/anna abc')
})
