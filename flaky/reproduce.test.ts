import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { classnameOf } from '../core/test-id.ts'
import { reproduceCommand, reproducible } from './reproduce.ts'

const ref = (name: string, file: string | null = 'src/a.test.ts', classname = 'c') => ({
  id: '1',
  name,
  classname,
  file,
  project: '',
})
/** The words as a shell takes them. */
const words = (command: string | null) =>
  execFileSync('sh', ['-c', `for word in ${command}; do printf '%s\\n' "$word"; done`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')

test.each(reproducible)('%s: a shell takes nothing of a name for its own', runner => {
  const name = `$(touch /tmp/never) \`id\` 'a' "b" *.ts ; | & > < \\ $HOME`
  const command = reproduceCommand(ref(name), runner)
  const given = words(command)
  const file = runner === 'playwright' ? String.raw`src\/a\.test\.ts` : 'src/a.test.ts'
  expect(given.some(word => word === file || word === `${file}::${name}`)).toBe(true)
  const pattern = given
    .map(word => word.replace('--test-name-pattern=', ''))
    .find(word => /^(?:\(\?:|\^)/.test(word))
  if (runner === 'pytest') expect(given.at(-1)).toBe(`src/a.test.ts::${name}`)
  else expect(new RegExp(pattern!).test(runner === 'node' ? name : `suite ${name}`)).toBe(true)
})

test('of a foreign report, the pattern is the whole of the last title', () => {
  const given = words(reproduceCommand(ref('adds (1+1)'), 'vitest'))
  const pattern = new RegExp(given[given.indexOf('-t') + 1]!)
  expect(
    ['adds (1+1)', 'cart adds (1+1)', 'badds (1+1)', 'adds (1+1) twice'].map(name => pattern.test(name)),
  ).toEqual([true, true, false, false])
})

const patternOf = (runner: string, flag: string, test: ReturnType<typeof ref>) => {
  const given = words(reproduceCommand(test, runner))
  return new RegExp(given[given.indexOf(flag) + 1]!)
}

test.each([
  ['vitest', '-t', ''],
  ['jest', '-t', ''],
  ['mocha', '-g', ''],
  ['playwright', '-g', 'chromium a.test.ts '],
])('%s: the pattern is the whole path of titles', (runner, flag, before) => {
  const matches = (titlePath: readonly string[], ...full: readonly string[]) => {
    const classname = classnameOf({ project: '', file: 'src/a.test.ts', titlePath })
    const pattern = patternOf(runner, flag, ref(titlePath.at(-1)!, 'src/a.test.ts', classname))
    return full.map(each => pattern.test(before + each))
  }
  expect(matches(['bad'], 'bad', 'very bad', 'cart bad', 'bad luck')).toEqual([true, false, false, false])
  const nested = ['a cart', 'v1.2_x (new)', 'bad']
  expect(matches(nested, nested.join(' '), `big ${nested.join(' ')}`, 'bad', 'a cart very bad')).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('playwright writes tags behind a title', () => {
  expect(
    patternOf('playwright', '-g', ref('bad', 'src/a.test.ts', 'src.a_test')).test('a.test.ts bad @slow'),
  ).toBe(true)
})

test('node compares the title alone', () => {
  const command = reproduceCommand(ref('bad', 'src/a.test.js', 'src.a_test.cart'), 'node')
  expect(words(command)).toEqual(['node', '--test', '--test-name-pattern=^bad$', 'src/a.test.js'])
})

test.each([
  ['with control characters', 'rings \u0007'],
  ['with hidden characters', 'a\u202eb'],
  ['of 10,000 characters', 'x'.repeat(10_000)],
])('a name %s is not pasted: its file runs', (_, name) => {
  expect(reproduceCommand(ref(name), 'mocha')).toBe('npx mocha src/a.test.ts --fail-zero')
})

test('a line feed in a title is any blank', () => {
  expect(reproduceCommand(ref('one\ntwo'), 'jest')).toContain(String.raw`one\stwo`)
})

test('pytest names the class', () => {
  expect(reproduceCommand(ref('test_adds[1]', 'sub/test_b.py', 'sub.test_b.TestM'), 'pytest')).toBe(
    "python -m pytest 'sub/test_b.py::TestM::test_adds[1]'",
  )
})

test('without a runner or a file there is no command', () => {
  expect(reproduceCommand(ref('a'), null)).toBe(null)
  expect(reproduceCommand(ref('a'), 'gradle')).toBe(null)
  expect(reproduceCommand(ref('a', null), 'vitest')).toBe(null)
  expect(reproduceCommand(ref('a', 'src/\u001b.ts'), 'vitest')).toBe(null)
})
