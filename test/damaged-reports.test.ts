import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cobertura, istanbul, lcov } from './reports.ts'
import { createRepository } from './repository.ts'
import { runCli } from './run-cli.ts'

/**
 * A change whose one line is missed: the gate fails. Whatever happens to the report on its way, the answer may become
 * "could not tell", and never a pass.
 */
function failing() {
  const repository = createRepository({ '.gitignore': 'report\n', 'a.js': 'a()\n', 'b.js': 'b()\n' })
  repository.write('a.js', 'a()\nmore()\n')
  return repository
}

const reports = {
  lcov: lcov({ 'b.js': { 1: 1 }, 'a.js': { 1: 3, 2: 0 } }),
  cobertura: cobertura({ 'b.js': { 1: 1 }, 'a.js': { 1: 3, 2: 0 } }),
  istanbul: istanbul({
    'b.js': [[1, 1, 1]],
    'a.js': [
      [1, 1, 3],
      [2, 2, 0],
    ],
  }),
}
const formats = Object.entries(reports)

async function judge(repository: ReturnType<typeof failing>, report: string | Uint8Array) {
  repository.write('report', report)
  const { code, out, log } = await runCli(repository.directory, ['coverage', 'report', '--base', 'HEAD'])
  expect(log).not.toMatch(/a fault of cd-gate/)
  expect(out + log).not.toBe('')
  return code
}

test.each(formats)('the whole %s report fails the change', async (_, report) => {
  expect(await judge(failing(), report)).toBe(1)
})

test.each(formats)('a %s report cut off anywhere never passes it', async (_, report) => {
  const repository = failing()
  for (let length = 0; length < report.trimEnd().length; length += 7) {
    expect(await judge(repository, report.slice(0, length)), `cut to ${length}`).not.toBe(0)
  }
})

test.each(formats)('a %s report with a wrong byte in it never passes it', async (_, report) => {
  const repository = failing()
  // What says that line 2 is missed stays: a report that lies cannot be told from one that does not.
  const kept = /DA:2,0|<line number="2" hits="0"\/>|"a\.js":\{[\s\S]*/.exec(report)
  const [from, to] = [kept?.index ?? 0, (kept?.index ?? 0) + (kept?.[0].length ?? 0)]
  const byte = fc.constantFrom(...'<>{}[]",:;=/\\\n\0\u00e9 %&')
  await fc.assert(
    fc.asyncProperty(fc.nat(report.length - 1), byte, async (at, wrong) => {
      fc.pre(at < from || at >= to)
      expect(await judge(repository, report.slice(0, at) + wrong + report.slice(at + 1))).not.toBe(0)
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['nothing', ''],
  ['white space', ' \n\t\n'],
  ['no files, LCOV', 'TN:\n'],
  ['no files, Cobertura', '<coverage line-rate="1"><packages/></coverage>'],
  ['no files, Istanbul', '{}'],
  ['a page', '<!doctype html><html></html>'],
  ['test results', '<testsuites><testsuite name="a"/></testsuites>'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['words', 'Segmentation fault (core dumped)\n'],
  ['a summary', '{"total":{"lines":{"total":1,"covered":1,"skipped":0,"pct":100}}}'],
  [
    'an entity bomb',
    '<!DOCTYPE coverage [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><coverage line-rate="1">&b;</coverage>',
  ],
  ['JSON nested without end', `{"a.js":${'{"a":'.repeat(50_000)}`],
  ['a line number beyond reason', 'SF:a.js\nDA:99999999999,1\nend_of_record\n'],
])('%s is "could not tell", in two lines', async (_, report) => {
  const repository = failing()
  repository.write('report', report)
  const { code, out, log } = await runCli(repository.directory, ['coverage', 'report', '--base', 'HEAD'])
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(log.trimEnd().split('\n')).toHaveLength(2)
  expect(log).not.toMatch(/\n\s+at /)
})
