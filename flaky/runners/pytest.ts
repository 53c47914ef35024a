import { delimiter, join } from 'node:path'
import { fileNameOf } from '../../core/paths.ts'
import type { TestCase } from '../../core/test-run.ts'
import { pytestPlugin, pytestStart } from './pytest/plugin.ts'
import type { FlakyRunner, Invocation, RunPlace, WantedTest } from './runner.ts'

/** Programs that start what follows them in an environment of its own. */
const around: readonly (readonly string[])[] = [
  ['uv', 'run'],
  ['poetry', 'run'],
  ['pipenv', 'run'],
  ['pdm', 'run'],
  ['hatch', 'run'],
]

/** `pytest`, `python -m pytest`, `coverage run -m pytest`, each also behind `uv run` and its like. */
function wordsOf(
  argv: readonly string[],
): { readonly start: readonly [string, ...string[]]; readonly args: readonly string[] } | null {
  const outer = around.find(words => words.every((word, index) => argv[index] === word)) ?? []
  const own = argv.slice(outer.length)
  const name = fileNameOf(own[0] ?? '').replace(/\.exe$/, '')
  const cut = (length: number) => ({
    start: argv.slice(0, outer.length + length) as unknown as [string, ...string[]],
    args: own.slice(length),
  })
  if (name === 'pytest' || name === 'py.test') return cut(1)
  if (!/^(?:python[\d.]*|coverage)$/.test(name)) return null
  const at = own.findIndex((word, index) => word === '-m' && own[index + 1] === 'pytest')
  return at === -1 ? null : cut(at + 2)
}

/**
 * pytest. A plugin for one run writes our XUnit, beside the user's own `--junitxml`, and leaves out what is not wanted: the
 * command stays as it is, so that no option needs to be understood. It matches node ids, and one that is no more does not
 * keep the others from running, as an argument would.
 */
export const pytestRunner: FlakyRunner = {
  name: 'pytest',
  detect: argv => wordsOf(argv) !== null,
  record: (argv, place) => withPlugin(argv, place, null),
  rerun: (argv, wanted, place) => [withPlugin(argv, place, wanted)],
  isSame,
}

/** By id; a report that pytest wrote itself has none. */
function isSame(wanted: WantedTest, { id, name, classname }: TestCase): boolean {
  if (id !== '') return wanted.id === id
  return wanted.name === name && wanted.classname === classname
}

/** What the plugin reads (pytest/plugin.ts). */
interface Selection {
  readonly kind: WantedTest['kind']
  readonly file: string | null
  readonly titlePath: readonly string[]
  readonly name: string
  readonly classname: string
}

function withPlugin(
  argv: readonly string[],
  { directory, output, root }: RunPlace,
  wanted: readonly WantedTest[] | null,
): Invocation {
  const { start, args } = wordsOf(argv) ?? { start: ['pytest'] as [string, ...string[]], args: argv }
  const settings = join(directory, 'cd_gate_pytest.json')
  const whole = wanted?.some(each => each.kind === 'run' && each.file === null) ?? true
  const taken = ({ kind, file, titlePath, name, classname }: WantedTest): Selection => ({
    kind,
    file,
    titlePath,
    name,
    classname,
  })
  const selection = whole ? null : (wanted ?? []).map(taken)
  const path = process.env.PYTHONPATH
  return {
    command: [...start, '-p', 'cd_gate_pytest', ...args],
    env: {
      CD_GATE_REPORTERS_OUTPUT: output,
      CD_GATE_PYTEST: settings,
      PYTHONPATH: path ? `${directory}${delimiter}${path}` : directory,
    },
    files: {
      [join(directory, 'cd_gate_pytest.py')]: pytestStart,
      [join(directory, 'cd_gate_pytest.txt')]: pytestPlugin,
      [settings]: JSON.stringify({ output, root, again: wanted !== null, wanted: selection }, null, 2),
    },
  }
}
