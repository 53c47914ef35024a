import { expect, test } from 'vitest'
import { makeDirectories } from './make-directories.ts'

function follow(...lines: readonly string[]) {
  const directories = makeDirectories()
  const at = lines.map(line => (directories.read(line) ? directories.current() : 'not make'))
  return { at, troubles: directories.troubles() }
}

test('make enters and leaves, one within the other, in old quotes and new ones', () => {
  const { at, troubles } = follow(
    "make: Entering directory '/w'",
    "make[1]: Entering directory '/w/lib'",
    "make[1]: Leaving directory '/w/lib'",
    'gmake[1]: Entering directory `/w/app',
    "make[1]: Entering directory `/w/app'",
    "make[1]: Leaving directory `/w/app'",
    'make: Leaving directory ‘/w’',
  )
  expect(at).toEqual(['/w', '/w/lib', '/w', 'not make', '/w/app', '/w', null])
  expect(troubles).toEqual([])
})

test('a relative directory, as ninja has it, and words that are not about one', () => {
  expect(follow("ninja: Entering directory `build'", 'make: Nothing to be done').at).toEqual([
    'build',
    'not make',
  ])
})

test('several at once cannot be told apart', () => {
  const { troubles } = follow("make[1]: Entering directory '/a'", "make[1]: Entering directory '/b'")
  expect(troubles).toEqual([expect.stringMatching(/several directories at once/)])
})
