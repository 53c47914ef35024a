import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect } from 'vitest'
import { outcomeOf } from '../../core/test-run.ts'
import { allCases, wantedOf } from '../../flaky/cases.ts'
import { pytestRunner } from '../../flaky/runners/pytest.ts'
import { itNeeds } from '../require-tool.ts'
import { proveSelection, wantedByName } from './prove-selection.ts'
import { isMatrix, makeProject, type RunnerProject } from './runner-project.ts'

let project: RunnerProject | null = null

afterEach(() => {
  project?.remove()
  project = null
})

function make(files: Readonly<Record<string, string>>): RunnerProject {
  project = makeProject(pytestRunner, {}, { 'conftest.py': '', ...files })
  return project
}

const head = `
import json, os, pytest

def body(number):
    with open(os.environ["RAN"], "a") as log:
        log.write(json.dumps(str(number)) + "\\n")
    assert not os.environ.get("FAIL"), "number " + str(number)
`
/** Parameters make any name that pytest takes. */
const values = [
  'math adds',
  'a > b',
  'x::y',
  '[z]',
  '[[z]]',
  ']',
  'one\ntwo\r\n\tthree',
  'one two three',
  '(a|b)* [c]? ^$ .+ {2} \\d /x/i',
  'ab',
  '',
  `long ${'0123456789'.repeat(100)} end`,
  `long ${'0123456789'.repeat(100)} end.`,
  'naïve 日本語 🦊 \u202e e\u0301',
  `it's "quoted" and \`ticked\` &amp; <b>]]>`,
  '$(touch pwned) `touch pwned` $HOME; rm -rf nothing | cat',
  'back\\slash \\n C:\\temp',
  'same',
  'same',
]
const spec = `${head}
VALUES = json.loads(${JSON.stringify(JSON.stringify(values))})

@pytest.mark.parametrize("number, value", list(enumerate(VALUES)), ids=VALUES)
def test_value(number, value):
    body(number)

@pytest.mark.parametrize("value", [1, 11])
def test_number(value):
    body(100 + value)

def test_adds():
    body(200)

def test_adds_more():
    body(201)

class TestMath:
    def test_adds(self):
        body(202)

    class TestInner:
        def test_adds(self):
            body(203)
`
const sub = `${head}
def test_adds():
    body(300)
`
const count = values.length + 2 + 4 + 1

itNeeds('pytest', 'runs exactly the wanted tests', async pytest => {
  const own = make({ 'test_a.py': spec, 'sub/__init__.py': '', 'sub/test_a.py': sub })
  await proveSelection(own, [pytest], { tests: count, subsets: isMatrix ? 8 : 4 })
})

itNeeds(
  'pytest',
  'keeps the user’s own report, selection and configuration, and the terminal as it is',
  async pytest => {
    const own = make({
      'pytest.ini': '[pytest]\naddopts = --junitxml=own.xml -o junit_family=xunit2 --maxfail=5\n',
      'test_a.py': `${head}
def test_adds():
    body(1)

@pytest.mark.skip(reason="later")
def test_skips():
    body(2)

@pytest.mark.xfail
def test_known():
    assert False

def test_other():
    body(3)
`,
    })
    const { stdout, report, exitCode } = await own.record([pytest, '-q', '-k', 'not other'])
    expect(exitCode, stdout).toBe(0)
    expect(stdout.match(/generated xml file/g) ?? []).toHaveLength(0)
    const theirs = readFileSync(join(own.directory, 'own.xml'), 'utf8')
    expect(theirs).not.toContain('cdgate')
    expect(theirs).not.toContain('file=')
    expect(
      allCases(report ?? []).map(({ test }) => [test.name, outcomeOf(test), test.file, test.line]),
    ).toEqual([
      ['test_adds', 'passed', 'test_a.py', 9],
      ['test_skips', 'skipped', 'test_a.py', 12],
      ['test_known', 'skipped', 'test_a.py', 16],
    ])
  },
)

itNeeds('pytest', 'overrides what would select others, or stop early', async pytest => {
  const own = make({
    'pytest.ini': '[pytest]\naddopts = --maxfail=1\n',
    'test_a.py': `${head}
def test_one():
    body(1)

def test_two():
    body(2)

def test_three():
    body(3)
`,
  })
  const wanted = wantedByName(await own.record([pytest, '--maxfail=9'], { FAIL: '1' }))
  const both = ['1', '2'].map(name => wanted.get(name)!)
  const argv = [pytest, '-x', '-k', 'three', '--lf', '--deselect', 'test_a.py::test_one']
  const again = await own.rerun(argv, both, { FAIL: '1' })
  expect(again.ran, again.stdout).toEqual(['1', '2'])
})

itNeeds(
  'pytest',
  'runs a file that did not load as a whole, imports no other, and misses what is gone',
  async pytest => {
    const own = make({
      'test_load.py': `${head}
if os.environ.get("FAIL"):
    raise RuntimeError("cannot load")

def test_loads():
    body(1)
`,
      'test_other.py': `${head}
if os.environ.get("AGAIN"):
    raise RuntimeError("nobody asked for this file")

def test_other():
    body(2)
`,
    })
    const first = await own.record([pytest, '--continue-on-collection-errors'], { FAIL: '1' })
    const wanted = allCases(first.report ?? []).map(wantedOf)
    expect(wanted.map(({ kind, name, file }) => [kind, name, file])).toEqual([
      ['load', '(load)', 'test_load.py'],
      ['test', 'test_other', 'test_other.py'],
    ])
    const again = await own.rerun([pytest], wanted.slice(0, 1), { AGAIN: '1' })
    expect(again.ran, again.stdout).toEqual(['1'])
    const gone = await own.rerun([pytest], [{ ...wanted[1]!, titlePath: ['test_gone'] }])
    expect(gone.ran).toEqual([])
    expect(gone.exitCode, gone.stdout).toBe(5)
  },
)

itNeeds('pytest', 'finds the tests of a report that pytest wrote itself by class and name', async pytest => {
  const own = make({ 'test_a.py': spec, 'sub/__init__.py': '', 'sub/test_a.py': sub })
  const foreign = { kind: 'test', id: '', project: '', titlePath: [], ordinal: 1, line: null } as const
  const again = await own.rerun(
    [pytest],
    [
      { ...foreign, file: null, name: 'test_adds', classname: 'sub.test_a' },
      { ...foreign, file: null, name: 'test_value[x::y]', classname: 'test_a' },
      { ...foreign, file: 'test_a.py', name: 'test_adds', classname: 'test_a.TestMath' },
    ],
  )
  expect(again.ran, again.stdout).toEqual(['2', '202', '300'])
})
