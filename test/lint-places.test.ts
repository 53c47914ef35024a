import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eslint, flake8, lint, said } from './lint-reports.ts'
import { createRepository, numberedLines } from './repository.ts'
import { runCli } from './run-cli.ts'

/** Paths of reports that are not where they seem to be: a finding must never be lost, or be given to another file. */

const base = ['--base', 'HEAD']
const ignore = { '.gitignore': '/*.json\n/*.txt\n/gen/\n' }

/** Each file is at the base, with a line added. */
function changed(files: readonly string[], unchanged: readonly string[] = []) {
  const all = Object.fromEntries([...files, ...unchanged].map(path => [path, numberedLines(3)]))
  const repository = createRepository({ ...ignore, ...all })
  for (const path of files) repository.write(path, `${numberedLines(3)}added\n`)
  return repository
}

const gcc = (path: string, line: number) => `${path}:${line}:1: warning: unused [-Wunused]\n`

describe('files that this repository does not have', () => {
  test('findings in them are a doubt, whatever else the report has', async () => {
    const { directory, write } = changed(['app/main.c', 'lib/l.c'])
    write('gcc.txt', gcc('app/main.c', 1) + gcc('l.c', 4))
    const run = (...args: readonly string[]) => lint(directory, [...base, 'gcc.txt', ...args])
    const { code, verdict } = await run()
    expect(code).toBe(3)
    expect(said(verdict, 'absent-file')).toBe(
      "1 finding lies in files that this repository does not have (l.c in gcc.txt): run the linter again at the repository's top, or give --map",
    )
    const mapped = await run('--map', 'l.c=lib/l.c', '--map', 'app=app')
    expect(said(mapped.verdict, 'absent-file')).toBe('')
    expect((await run('--exclude', 'l.c')).code).toBe(0)
    expect((await run('--severity', 'error')).code).toBe(0)
  })

  test('reports of several directories in one file', async () => {
    const { directory, write } = changed(['one/a.py', 'two/b.py'])
    write('flake8.txt', flake8([['a.py', 1, 'F401', 'unused']]) + flake8([['b.py', 4, 'F401', 'unused']]))
    const { code } = await runCli(directory, ['lint', ...base, 'flake8.txt'])
    expect(code).toBe(3)
  })

  test('what is installed, lies outside or is generated is none of the project', async () => {
    const { directory, write } = changed(['src/a.c'])
    write('gen/made.c', 'x\n')
    const clean = [
      '/usr/include/stdio.h',
      'node_modules/x/i.h',
      '.venv/lib/x.h',
      'gen/made.c',
      'gen/gone.c',
      join(directory, 'gen/other.c'),
    ]
    write('gcc.txt', [gcc('src/a.c', 1), ...clean.map(path => gcc(path, 1))].join(''))
    expect((await lint(directory, [...base, 'gcc.txt'])).code).toBe(0)
  })

  test("another machine's checkout is told by the paths that are found", async () => {
    const { directory, write } = changed(['src/a.c'], ['src/b.c', 'src/c.c'])
    const inBuild = ['src/a.c', 'src/b.c', 'src/c.c', 'src/gone.c'].map(path => gcc(`/build/app/${path}`, 1))
    write('gcc.txt', [...inBuild, gcc('/usr/include/x.h', 1)].join(''))
    const { code, verdict } = await lint(directory, [...base, 'gcc.txt'])
    expect(code).toBe(3)
    expect(said(verdict, 'absent-file')).toMatch(/^1 finding .*\(src\/gone\.c in gcc\.txt\)/)
  })

  test("a file that is reached through a symbolic link is the project's", async () => {
    const { directory, write } = changed(['real/a.c', 'b.c'])
    symlinkSync('real', join(directory, 'link'))
    write('gcc.txt', gcc('link/a.c', 4) + gcc('b.c', 1))
    const { code, verdict } = await lint(directory, [...base, 'gcc.txt'])
    expect({ code, said: said(verdict, 'absent-file') !== '' }).toEqual({ code: 3, said: true })
  })

  test('a file that is listed as checked and is not there shows that the report is of another version', async () => {
    const { directory, write } = changed(['a.js'])
    write('eslint.json', eslint({ [join(directory, 'a.js')]: [], [join(directory, 'was.js')]: [] }))
    const { code, verdict } = await lint(directory, [...base, 'eslint.json'])
    expect(code).toBe(3)
    expect(said(verdict, 'absent-file')).toMatch(/eslint\.json lists 1 file that .* \(was\.js\)/)
  })

  test('make tells which directory its compilers run in', async () => {
    const { directory, write } = changed(['lib/l.c', 'app/main.c', 'top.c'], ['l.c'])
    const inside = (name: string, text: string) =>
      `make[1]: Entering directory '${directory}/${name}'\n${text}make[1]: Leaving directory '${directory}/${name}'\n`
    write('gcc.txt', inside('lib', gcc('l.c', 4)) + inside('app', gcc('main.c', 2)) + gcc('top.c', 4))
    const { code, verdict } = await lint(directory, [...base, 'gcc.txt'])
    expect(code).toBe(1)
    expect(verdict.files.map(file => [file.path, file.findings.length])).toEqual([
      ['app/main.c', 0],
      ['lib/l.c', 1],
      ['top.c', 1],
    ])
    const enter = (name: string) => `make[1]: Entering directory '${directory}/${name}'\n`
    write('gcc.txt', enter('lib') + enter('app') + gcc('main.c', 2))
    const several = await lint(directory, [...base, 'gcc.txt'])
    expect(several.code).toBe(3)
    expect(said(several.verdict, 'linter-trouble')).toMatch(/several directories at once/)
  })

  test('what a linter was told to look at and did not find is its trouble, and its own remarks are of no file', async () => {
    const { directory, write } = changed(['a.py'])
    const remark = "Command line:1:0: W0012: Unknown option value for '--disable' (unknown-option-value)\n"
    const rated = '\n----\nYour code has been rated at 10.00/10\n'
    for (const [text, rule] of [
      [
        `************* Module nodir\nnodir:1:0: F0001: No module named nodir (fatal)\n${rated}`,
        'linter-trouble',
      ],
      ["nodir:0:1: E902 FileNotFoundError: [Errno 2] No such file or directory: 'nodir'\n", 'linter-trouble'],
    ] as const) {
      write('report.txt', text)
      const { code, verdict } = await lint(directory, [...base, 'report.txt'])
      expect({ code, text }).toEqual({ code: 3, text })
      expect(said(verdict, rule)).toContain('nodir')
    }
    write('report.txt', `************* Module Command line\n${remark}${rated}`)
    const { code, verdict } = await lint(directory, [...base, 'report.txt'])
    expect(code).toBe(0)
    expect(said(verdict, 'linter-remark')).toMatch(/Unknown option value/)
  })
})

describe("a package's report, at whose paths the top has files too", () => {
  const paths = ['packages/web/src/index.ts'] as const
  const tsc = (path: string, line: number) => `${path}(${line},1): error TS2322: no\n`

  test('is ambiguous where that package has a changed one', async () => {
    const { directory, write } = changed(paths, ['src/index.ts', 'src/only.ts'])
    write('tsc.txt', tsc('src/index.ts', 4))
    const run = (...args: readonly string[]) => lint(directory, [...base, 'tsc.txt', ...args])
    const { code, verdict } = await run()
    expect(code).toBe(3)
    expect(said(verdict, 'ambiguous-path')).toMatch(
      /src\/index\.ts in tsc\.txt may be src\/index\.ts or packages\/web\/src\/index\.ts: .*--map \.=<package>/,
    )
    expect((await run('--map', '.=packages/web')).code).toBe(1)
    expect((await run('--map', '.=.')).code).toBe(0)
    expect((await lint(join(directory, 'packages/web'), [...base, '../../tsc.txt'])).code).toBe(3)
  })

  test('unless the report names what only the top has, or what lies in the package by its whole path', async () => {
    const { directory, write } = changed(paths, ['src/index.ts', 'src/only.ts', 'packages/web/src/b.ts'])
    for (const other of ['src/only.ts', 'packages/web/src/b.ts']) {
      write('tsc.txt', tsc('src/index.ts', 3) + tsc(other, 1))
      const { code, verdict } = await lint(directory, [...base, 'tsc.txt'])
      expect({ code, said: said(verdict, 'ambiguous-path') }).toEqual({ code: 0, said: '' })
    }
  })

  test('or its absolute paths decide, or the directory where the report and the user are', async () => {
    const { directory, write } = changed(paths, ['src/index.ts'])
    const listing = [
      `${directory}/node_modules/typescript/lib/lib.d.ts`,
      `${directory}/packages/web/src/index.ts`,
    ]
    write('tsc.txt', `${tsc('src/index.ts', 4)}${listing.join('\n')}\n`)
    const { code, verdict } = await lint(directory, [...base, 'tsc.txt'])
    expect({ code, found: verdict.files[0]?.findings.length }).toEqual({ code: 1, found: 1 })
    write('packages/web/tsc.txt', tsc('src/index.ts', 4))
    expect((await lint(join(directory, 'packages/web'), [...base, 'tsc.txt'])).code).toBe(1)
  })
})
