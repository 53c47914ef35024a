import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryDirectory } from './repository.ts'
import { gate, runCli } from './run-cli.ts'

const fixtures = join(dirname(fileURLToPath(import.meta.url)), 'fixtures/coverage/diff_cover')

/** Diffs and reports that real tools made, judged without their repositories. The figures are counted by hand. */
function prepare(diff: string, report: string, mend: (text: string) => string = text => text) {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'coverage'))
  writeFileSync(join(directory, 'change.diff'), mend(readFileSync(join(fixtures, diff), 'utf8')))
  copyFileSync(join(fixtures, report), join(directory, 'coverage', report))
  return { directory, args: [`coverage/${report}`, '--diff', 'change.diff'] }
}

test('Python, LCOV of coverage.py: 22 of 32 new lines are measured', async () => {
  const { directory, args } = prepare('git_diff_python.txt', 'real_python_coverage.lcov')
  const { code, verdict } = await gate(directory, args)
  expect(code).toBe(0)
  expect(verdict.patch.lines).toMatchObject({ total: 22, covered: 22 })
})

test('TypeScript, LCOV with branches: a diff that announces 36 lines and holds 23 was cut off', async () => {
  const report = 'typescript_branches_coverage.lcov'
  const cut = prepare('git_diff_typescript_branches.txt', report)
  const { code, log } = await runCli(cut.directory, ['coverage', ...cut.args])
  expect(code).toBe(3)
  expect(log).toMatch(/change\.diff cannot be read: a hunk of src\/calculator\.ts does not add up/)
  const whole = prepare('git_diff_typescript_branches.txt', report, text => text.replace('+1,36', '+1,23'))
  const { verdict } = await gate(whole.directory, whole.args)
  expect(verdict.patch).toMatchObject({ lines: { total: 2, covered: 2 }, branches: { total: 2, covered: 2 } })
})

test('C#, Cobertura of coverlet: the new method is missed, and its file is found below a foreign source root', async () => {
  const mend = (text: string) => text.replace('-18,10 +18,5', '-18,5 +18,10')
  const { directory, args } = prepare('git_diff_dotnet.txt', 'dotnet_coverage.xml', mend)
  const { code, verdict } = await gate(directory, args)
  expect(code).toBe(1)
  expect(verdict.files).toMatchObject([
    { path: 'SampleApp/Sample.cs', lines: { total: 3, missed: [23, 24, 25] } },
  ])
})
