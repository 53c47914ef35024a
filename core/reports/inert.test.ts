import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inert } from './inert.ts'

const commands: Readonly<Record<string, RegExp>> = {
  github: /##\[|^\s*::/m,
  azure: /##vso\[|##\[/,
  teamcity: /##teamcity\[/,
}

const texts = fc.array(
  fc.constantFrom(
    '##[add-mask]x',
    '::stop-commands::x',
    '##vso[task.x]',
    '##teamcity[x]',
    '#',
    '[',
    ' ',
    '\n',
    ':',
    '\t',
    'a',
  ),
)

test.each(Object.keys(commands))('nothing that is printed is a command of %s', ci => {
  fc.assert(
    fc.property(texts, parts => {
      expect(inert(parts.join(''), ci, false)).not.toMatch(commands[ci]!)
      const json = JSON.stringify({ parts }, null, 2)
      expect(inert(json, ci, true)).not.toMatch(commands[ci]!)
      expect(JSON.parse(inert(json, ci, true))).toEqual({ parts })
    }),
  )
})

test('outside of a CI, and where nothing is a command, the text is as it was', () => {
  expect(inert('##[x] ::y', null, false)).toBe('##[x] ::y')
  expect(inert('a::b ## c', 'github', false)).toBe('a::b ## c')
  expect(inert('##[x] ::y', 'gitlab', false)).toBe('##[x] ::y')
})
