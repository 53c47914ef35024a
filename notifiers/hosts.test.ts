import { expect, test } from 'vitest'
import { compareUrl, hostedAt } from './hosts.ts'

test.each([
  ['https://github.com/acme/pay.git', 'acme/pay', 'https://github.com/acme/pay'],
  ['https://user:hunter22@github.com/acme/pay', 'acme/pay', 'https://github.com/acme/pay'],
  ['git@github.com:acme/pay.git', 'acme/pay', 'https://github.com/acme/pay'],
  ['ssh://git@gitlab.example.org:2222/a/b/pay.git', 'a/b/pay', 'https://gitlab.example.org/a/b/pay'],
  ['https://git.example.org/pay.git', 'pay', null],
])('%s', (remote, name, url) => {
  expect(hostedAt(remote)).toEqual({ name, url })
})

test.each(['/srv/git/pay.git', '../pay', 'file:///srv/pay', '', 'C:\\repos\\pay'])(
  '%j is no host',
  remote => {
    expect(hostedAt(remote)).toBeNull()
  },
)

test('each host has its own page for a comparison', () => {
  const at = (url: string) => compareUrl({ name: 'a/b', url }, 'old', 'new')
  expect(at('https://github.com/a/b')).toBe('https://github.com/a/b/compare/old...new')
  expect(at('https://gitlab.com/a/b')).toBe('https://gitlab.com/a/b/-/compare/old...new')
  expect(at('https://bitbucket.org/a/b')).toBe('https://bitbucket.org/a/b/branches/compare/new..old')
  expect(compareUrl({ name: 'a/b', url: null }, 'old', 'new')).toBeNull()
})
