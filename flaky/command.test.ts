import { describe, expect, it } from 'vitest'
import { GateError } from '../core/errors.ts'
import { type CommandWorld, readCommand, type TestCommand } from './command.ts'

/** A disk of a few files. */
function worldOf(files: Readonly<Record<string, string>>): CommandWorld {
  return {
    cwd: '/app',
    env: { PATH: '/usr/bin' },
    readText: path => files[path] ?? null,
    namesIn(directory) {
      const inside = Object.keys(files).filter(path => path.startsWith(`${directory}/`))
      const names = inside.map(path => path.slice(directory.length + 1).split('/')[0] ?? '')
      return names.length === 0 ? null : [...new Set(names)]
    },
  }
}

function read(
  words: readonly string[],
  scripts: Readonly<Record<string, string>> = {},
  more = {},
): TestCommand {
  const packageFile = JSON.stringify({ name: 'app', version: '1.2.3', scripts, ...more })
  return readCommand(words, worldOf({ '/app/package.json': packageFile }))
}

function refused(words: readonly string[], scripts: Readonly<Record<string, string>> = {}): GateError {
  try {
    read(words, scripts)
  } catch (error) {
    if (error instanceof GateError) return error
  }
  throw new Error('it was not refused')
}

describe('a command', () => {
  it.each([
    [
      ['vitest', 'run'],
      ['vitest', 'run'],
    ],
    [
      ['npx', 'vitest', 'run', '-t', 'a b'],
      ['vitest', 'run', '-t', 'a b'],
    ],
    [['npx', '--no-install', 'jest'], ['jest']],
    [
      ['npm', 'exec', '--', 'jest', '-i'],
      ['jest', '-i'],
    ],
    [['pnpm', 'exec', 'vitest'], ['vitest']],
    [
      ['pnpm', 'vitest', 'run'],
      ['vitest', 'run'],
    ],
    [
      ['yarn', 'jest', '--ci'],
      ['jest', '--ci'],
    ],
    [['yarn', 'run', 'jest'], ['jest']],
    [['bunx', 'vitest'], ['vitest']],
    [['node_modules/.bin/mocha'], ['node_modules/.bin/mocha']],
  ])('%j starts %j', (words, argv) => {
    expect(read(words).argv).toEqual(argv)
  })

  it('takes the assignments of its environment off', () => {
    const found = read(['NODE_ENV=test', 'cross-env', 'A=b=c', 'B=', 'vitest', 'run', 'C=d'])
    expect(found.argv).toEqual(['vitest', 'run', 'C=d'])
    expect(found.env).toEqual({ NODE_ENV: 'test', A: 'b=c', B: '' })
  })

  it('finds the programs of the packages around, the nearest first', () => {
    expect(read(['npx', 'vitest']).env.PATH).toBe('/app/node_modules/.bin:/node_modules/.bin:/usr/bin')
  })
})

describe('a package script', () => {
  it.each([
    ['npm', 'test'],
    ['npm', 't'],
    ['npm', '-s', 'run', 'test'],
    ['pnpm', 'test'],
    ['pnpm', 'run', 'test'],
    ['yarn', 'test'],
    ['yarn', 'run', 'test'],
    ['bun', 'run', 'test'],
  ])('is looked up: %s %s', (...words) => {
    const found = read(words, { test: `cross-env A='b c' vitest run --reporter "dot"` })
    expect(found.argv).toEqual(['vitest', 'run', '--reporter', 'dot'])
    expect(found.env).toMatchObject({ A: 'b c', npm_lifecycle_event: 'test', npm_package_name: 'app' })
  })

  it('gets what stands behind it', () => {
    const scripts = { 'test:unit': 'vitest run' }
    expect(read(['npm', 'run', 'test:unit', '--', '-t', 'a'], scripts).argv).toEqual([
      'vitest',
      'run',
      '-t',
      'a',
    ])
    expect(read(['npm', 'run', 'test:unit', 'src'], scripts).argv).toEqual(['vitest', 'run', 'src'])
    expect(read(['pnpm', 'test:unit', '-t', 'a'], scripts).argv).toEqual(['vitest', 'run', '-t', 'a'])
    expect(read(['yarn', 'test:unit', '-t', 'a'], scripts).argv).toEqual(['vitest', 'run', '-t', 'a'])
  })

  it('may start its runner by npx', () => {
    expect(read(['npm', 'test'], { test: 'npx jest' }).argv).toEqual(['jest'])
  })

  it('starts beside its package.json, with what runs before and after it told', () => {
    const text = JSON.stringify({ scripts: { pretest: 'tsc', test: 'jest', posttest: 'rm -r out' } })
    const world = { ...worldOf({ '/app/package.json': text }), cwd: '/app/src/deep' }
    const found = readCommand(['npm', 'test'], world)
    expect(found.cwd).toBe('/app')
    expect(found.env.INIT_CWD).toBe('/app/src/deep')
    expect(found.before).toEqual([['npm', 'run', 'pretest']])
    expect(found.after).toEqual([['npm', 'run', 'posttest']])
  })

  it('has nothing before or after it in yarn from version 2 on', () => {
    const scripts = { pretest: 'tsc', test: 'jest' }
    expect(read(['yarn', 'test'], scripts).before).toEqual([['yarn', 'run', 'pretest']])
    expect(read(['yarn', 'test'], scripts, { packageManager: 'yarn@4.1.0' }).before).toEqual([])
  })

  it('has its wildcards expanded as a shell would', () => {
    const files = {
      '/app/package.json': JSON.stringify({ scripts: { test: `mocha test/*.js 'test/*.js' none/*.js` } }),
      '/app/test/b.js': '',
      '/app/test/a.js': '',
      '/app/test/.hidden.js': '',
      '/app/test/deep/c.js': '',
    }
    const { argv } = readCommand(['npm', 'test'], worldOf(files))
    expect(argv).toEqual(['mocha', 'test/a.js', 'test/b.js', 'test/*.js', 'none/*.js'])
    const script = (test: string) =>
      worldOf({ ...files, '/app/package.json': JSON.stringify({ scripts: { test } }) })
    const expanded = (test: string) => readCommand(['npm', 'test'], script(test)).argv.slice(1)
    expect(expanded('mocha t*/[!a].js')).toEqual(['test/b.js'])
    expect(expanded('mocha test/[a-c].j?')).toEqual(['test/a.js', 'test/b.js'])
    expect(expanded('mocha test/**/*.js')).toEqual(['test/deep/c.js'])
    expect(expanded('mocha test/.*.js')).toEqual(['test/.hidden.js'])
    expect(expanded('mocha test/[é.js')).toEqual(['test/[é.js'])
    expect(expanded('mocha test/[é].js')).toEqual(['test/[é].js'])
    expect(expanded('mocha test/[z-a].js')).toEqual(['test/[z-a].js'])
  })
})

describe('what cannot be told', () => {
  it.each([
    ['tsc && vitest run', /joins commands with "&"/],
    ['vitest run; true', /joins commands with ";"/],
    ['vitest run | tee log', /pipes/],
    ['vitest run > log', /redirects output/],
    ['vitest run $ARGS', /variable of the shell/],
    ['vitest run "$ARGS"', /variable of the shell/],
    ['vitest run `cat args`', /command within the command/],
    ['(vitest run)', /subshell/],
    ['vitest run {a,b}', /braces/],
    ['vitest run "a', /not closed/],
    ['npm run other', /starts the script "other"/],
    ['sh run-tests.sh', /what sh starts cannot be seen/],
    ['', /names no program/],
  ])('is refused: %s', (test, why) => {
    const { code, exitCode, message, hint } = refused(['npm', 'test'], { test, other: 'jest' })
    expect({ code, exitCode }).toEqual({ code: 'flaky.unclear-command', exitCode: 2 })
    expect(message).toMatch(why)
    expect(hint).toMatch(/--runner.*--xunit/)
  })

  it.each([
    [['npm', 'install'], /npm install runs no test/],
    [['npm', 'test', '--watch'], /npm keeps --watch for itself/],
    [['npm', '--prefix', 'x', 'test'], /option --prefix of npm/],
    [['npx', 'vitest@3', 'run'], /fetches a version of its own/],
    [['npx', '-p', 'a', 'b'], /option -p of npx/],
    [['pnpm', 'dlx', 'vitest'], /fetches what it runs/],
    [['bun', 'test'], /test runner of its own/],
    [['env', '-i', 'vitest'], /env has options/],
    [['make', 'test'], /what make starts/],
  ])('is refused: %j', (words, why) => {
    expect(refused(words).message).toMatch(why)
  })

  it('says when there is no such script', () => {
    expect(refused(['npm', 'run', 'tset'])).toMatchObject({ code: 'flaky.no-script', exitCode: 2 })
  })
})
