import { shellWord } from '../core/shell.ts'
import type { TestRef } from './model.ts'

/** Longer names go into no command line. */
const LONGEST = 2_000

/** A command that runs one test, or as little beside it as the runner's own command line can. */
type Recipe = (file: string, pattern: string | null, test: TestRef) => readonly string[]

const recipes: Readonly<Record<string, Recipe>> = {
  vitest: (file, pattern) => ['npx', 'vitest', 'run', file, ...flagged('-t', pattern), '--retry=0'],
  jest: (file, pattern) => ['npx', 'jest', '--runTestsByPath', file, ...flagged('-t', pattern)],
  mocha: (file, pattern) => ['npx', 'mocha', file, ...flagged('-g', pattern), '--fail-zero'],
  node: (file, pattern) => [
    'node',
    '--test',
    ...(pattern === null ? [] : [`--test-name-pattern=${pattern}`]),
    file,
  ],
  playwright: (file, pattern) => [
    'npx',
    'playwright',
    'test',
    escaped(file),
    ...flagged('-g', pattern),
    '--retries=0',
  ],
  pytest: (file, pattern, { name, classname }) => {
    const last = /(?:^|\.)(Test\w*)$/.exec(classname)?.[1]
    const id = [file, ...(last ? [last] : []), name].join('::')
    return ['python', '-m', 'pytest', pattern === null ? file : id]
  },
}

export const reproducible: readonly string[] = Object.keys(recipes)

/**
 * To paste into a POSIX shell; `null` where the runner, or the test's file, is not known.
 * @param runner one of `reproducible`
 */
export function reproduceCommand(test: TestRef, runner: string | null): string | null {
  const recipe = runner === null ? undefined : recipes[runner]
  if (!recipe || test.file === null || isUnspeakable(test.file)) return null
  const speakable = test.name.length <= LONGEST && !isUnspeakable(test.name.replace(/\s/g, ' '))
  const pattern = speakable ? `(?:^|\\s)${escaped(test.name)}$` : null
  return recipe(test.file, pattern, test).map(shellWord).join(' ')
}

function flagged(flag: string, pattern: string | null): readonly string[] {
  return pattern === null ? [] : [flag, pattern]
}

/** Control and format characters are shown as something else, so that they cannot be pasted. */
function isUnspeakable(text: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s/g, '\\s')
}
