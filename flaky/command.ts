import { delimiter, dirname, join } from 'node:path'
import { gateError } from '../core/errors.ts'
import { fileNameOf } from '../core/paths.ts'
import { shellWord } from '../core/shell.ts'
import { type PackageManager, packageManagers, readRequest } from './command/package-manager.ts'
import { type PackageFile, readPackage, scriptsAround } from './command/package-scripts.ts'
import { expandWildcards } from './command/wildcards.ts'
import { splitWords } from './command/words.ts'

/** The runner's own command line, freed of what stands before it. */
export interface TestCommand {
  readonly argv: readonly [program: string, ...args: string[]]
  /** Set on top of the environment. */
  readonly env: Readonly<Record<string, string>>
  /** Where it starts, absolute: a package script starts beside its package.json. */
  readonly cwd: string
  /** Scripts that the package manager would run around it (`pretest`, `posttest`): once, before and after all. */
  readonly before: readonly (readonly string[])[]
  readonly after: readonly (readonly string[])[]
}

/** What is read of the disk. */
export interface CommandWorld {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** `null` when there is no such file. */
  readonly readText: (path: string) => string | null
  /** `null` when it is no directory. */
  readonly namesIn: (directory: string) => readonly string[] | null
}

/**
 * Finds the runner's command line in what stands behind `--`: environment assignments, `cross-env`, `env`, package managers,
 * and one package script are looked through. No shell is ever started, so that what needs one cannot be told.
 * @throws GateError flaky.unclear-command, flaky.no-script
 */
export function readCommand(words: readonly string[], world: CommandWorld): TestCommand {
  const start: TestCommand = { argv: [''], env: {}, cwd: world.cwd, before: [], after: [] }
  return look(words, { found: start, throughScript: false, world, given: words.map(shellWord).join(' ') })
}

interface Search {
  readonly found: TestCommand
  readonly throughScript: boolean
  readonly world: CommandWorld
  /** The words as they were given, for people. */
  readonly given: string
}

function look(words: readonly string[], search: Search): TestCommand {
  const { found, given } = search
  const { env, rest } = takeAssignments(words, given)
  const next = { ...search, found: { ...found, env: { ...found.env, ...env } } }
  const [program, ...args] = rest
  if (program === undefined) throw unclear(given, 'it names no program')
  const name = fileNameOf(program).replace(/\.(?:cmd|exe)$/, '')
  const manager = packageManagers.find(each => each === name)
  if (manager !== undefined) return throughManager(manager, args, next)
  const shells = [
    'sh',
    'bash',
    'dash',
    'zsh',
    'cmd',
    'powershell',
    'make',
    'concurrently',
    'npm-run-all',
    'turbo',
    'nx',
    'lerna',
  ]
  if (shells.includes(name)) throw unclear(given, `what ${name} starts cannot be seen`)
  return { ...next.found, argv: [program, ...args] }
}

/** `A=b`, `env A=b`, `cross-env A=b`, in any number. */
function takeAssignments(
  words: readonly string[],
  given: string,
): { readonly env: Readonly<Record<string, string>>; readonly rest: readonly string[] } {
  const env: Record<string, string> = {}
  for (const [index, word] of words.entries()) {
    const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word)
    const value = assignment?.[2] ?? ''
    // cross-env itself fills in variables, as the shell that it replaces would.
    if (assignment && /\$\w|\$\{/.test(value) && words.includes('cross-env'))
      throw unclear(given, 'it uses a variable of the shell')
    if (assignment) env[assignment[1] ?? ''] = value
    else if (word !== 'env' && word !== 'cross-env') return { env, rest: words.slice(index) }
    else if (words[index + 1]?.startsWith('-'))
      throw unclear(given, `${word} has options that are not known here`)
  }
  return { env, rest: [] }
}

function throughManager(manager: PackageManager, args: readonly string[], search: Search): TestCommand {
  const { found, given, throughScript, world } = search
  const request = readRequest(manager, args)
  if (request.kind === 'unclear') throw unclear(given, request.why)
  const file = readPackage(found.cwd, world.readText)
  const withPrograms = {
    ...found,
    env: { ...found.env, PATH: pathWith(found, file?.directory ?? found.cwd, world) },
  }
  if (request.kind === 'program') return look(request.argv, { ...search, found: withPrograms })
  const name = request.kind === 'script' ? request.script : request.name
  const text = file?.scripts[name]
  if (file === null || text === undefined) {
    if (request.kind === 'script') throw gateError('flaky.no-script', { script: name, directory: found.cwd })
    return look([name, ...request.args], { ...search, found: withPrograms })
  }
  if (throughScript) throw unclear(given, `its script starts the script "${name}"`)
  const { before, after } = scriptsAround(manager, name, file, world.readText)
  const inside: TestCommand = {
    ...withPrograms,
    cwd: file.directory,
    env: { ...withPrograms.env, ...scriptEnv(file, name, text, found.cwd) },
    before: [...found.before, ...before],
    after: [...after, ...found.after],
  }
  return look([...scriptWords(text, file.directory, search), ...request.args], {
    ...search,
    found: inside,
    throughScript: true,
    given: `${given} (${text})`,
  })
}

function scriptWords(text: string, directory: string, { given, world }: Search): readonly string[] {
  const split = splitWords(text)
  if ('trouble' in split) throw unclear(`${given} (${text})`, split.trouble)
  return split.words.flatMap(word =>
    word.glob === null || word.assignment
      ? [word.text]
      : expandWildcards(word.glob, word.text, directory, world),
  )
}

/** The programs of the packages around, the nearest first, as package managers have it. */
function pathWith({ env, cwd }: TestCommand, directory: string, world: CommandWorld): string {
  const own: string[] = []
  for (let at = directory; ; at = dirname(at)) {
    own.push(join(at, 'node_modules', '.bin'))
    if (dirname(at) === at) break
  }
  const rest = env.PATH ?? world.env.PATH ?? ''
  return [
    ...(cwd === directory ? [] : [join(cwd, 'node_modules', '.bin')]),
    ...own,
    ...(rest === '' ? [] : [rest]),
  ].join(delimiter)
}

/** What scripts may read of the package manager (https://docs.npmjs.com/cli/using-npm/scripts#environment). */
function scriptEnv(
  { directory, name, version }: PackageFile,
  script: string,
  text: string,
  from: string,
): Readonly<Record<string, string>> {
  return {
    INIT_CWD: from,
    npm_lifecycle_event: script,
    npm_lifecycle_script: text,
    npm_package_json: join(directory, 'package.json'),
    npm_package_name: name,
    npm_package_version: version,
  }
}

function unclear(given: string, why: string): Error {
  return gateError('flaky.unclear-command', { given, why })
}
