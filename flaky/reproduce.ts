import { fileNameOf } from '../core/paths.ts'
import { shellWord } from '../core/shell.ts'
import { classnameOf } from '../core/test-id.ts'
import type { TestRef } from './model.ts'

/** Longer names go into no command line. */
const LONGEST = 2_000

/** A command that runs one test, or as little beside it as the runner's own command line can. */
type Recipe = (file: string, name: string | null, test: TestRef) => readonly string[]

const recipes: Readonly<Record<string, Recipe>> = {
  vitest: (file, name, test) => [
    'npx',
    'vitest',
    'run',
    file,
    ...flagged('-t', wholePath(name, test)),
    '--retry=0',
  ],
  jest: (file, name, test) => [
    'npx',
    'jest',
    '--runTestsByPath',
    file,
    ...flagged('-t', wholePath(name, test)),
  ],
  mocha: (file, name, test) => ['npx', 'mocha', file, ...flagged('-g', wholePath(name, test)), '--fail-zero'],
  // Node 20 looks at a test's own title alone; later ones at that, or at the whole path.
  node: (file, name) => ['node', '--test', ...(name === null ? [] : [`--test-name-pattern=^${name}$`]), file],
  playwright: (file, name, test) => [
    'npx',
    'playwright',
    'test',
    escaped(file),
    // The file stands before the titles, and tags behind them.
    ...flagged(
      '-g',
      wholePath(name, test, `(?:^|[\\s\\/])${escaped(fileNameOf(file))}\\s+`, '(?:\\s+@\\S+)*'),
    ),
    '--retries=0',
  ],
  pytest: (file, title, { name, classname }) => {
    const last = /(?:^|\.)(Test\w*)$/.exec(classname)?.[1]
    const id = [file, ...(last ? [last] : []), name].join('::')
    return ['python', '-m', 'pytest', title === null ? file : id]
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
  return recipe(test.file, speakable ? escaped(test.name) : null, test)
    .map(shellWord)
    .join(' ')
}

/** Of all titles, so that "bad" runs neither "very bad" nor another describe's "bad"; of the last, where no more is known. */
function wholePath(
  name: string | null,
  test: TestRef,
  start: string = '^\\s*',
  end: string = '',
): string | null {
  if (name === null) return null
  const describes = describesOf(test)
  return describes === null
    ? `(?:^|\\s)${name}${end}$`
    : `${start}${[...describes, name].join('\\s+')}${end}$`
}

/**
 * Patterns of the describes' titles, from the class name that our reporters write (core/test-id.ts): it has `_` for dots and
 * blanks. `null` where it is a foreign report's.
 */
function describesOf({ classname, file, project, name }: TestRef): readonly string[] | null {
  const common = classnameOf({ project, file: file ?? '', titlePath: [name] })
  if (isUnspeakable(classname) || !`${classname}.`.startsWith(`${common}.`)) return null
  const titles = classname.slice(common.length + 1).split('.')
  return titles.filter(title => title !== '').map(title => escaped(title).replaceAll('_', '[._\\s]+'))
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
