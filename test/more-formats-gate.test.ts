import { expect, test } from 'vitest'
import { fixture } from './report-bytes.ts'
import { createRepository, type TestRepository } from './repository.ts'
import { gate, type JsonVerdict, runCli } from './run-cli.ts'

/** Sources that were measured, as the fixtures keep them. */
const source = (path: string) => fixture(`cd-gate/${path}.txt`)

/** A repository whose branch adds the files; the reports lie in it, not committed. */
function changeThatAdds(
  files: Readonly<Record<string, string | Uint8Array>>,
  reports: Readonly<Record<string, string | Uint8Array>>,
  before: Readonly<Record<string, string>> = {},
): TestRepository {
  const repository = createRepository({ 'README.md': 'x\n', ...before })
  repository.git('checkout', '--quiet', '-b', 'change')
  for (const [path, text] of Object.entries(files)) repository.write(path, text)
  repository.commit('Add code')
  for (const [path, text] of Object.entries(reports)) repository.write(path, text)
  return repository
}

/** Each file's state and changed lines. */
function linesOf(verdict: JsonVerdict) {
  return Object.fromEntries(
    verdict.files.map(({ path, state, lines: { total, missed, partial } }) => [
      path,
      { state, total, missed, partial },
    ]),
  )
}

const goFiles = { 'price/price.go': source('go/price/price.go'), 'cart/cart.go': source('go/cart/cart.go') }
const goModule = 'module example.com/shop\n\ngo 1.19\n'
/** Blanks, comments and closing brackets inside a block are none of them. */
const goLines = {
  'price/price.go': { state: 'measured', total: 15, missed: [16, 18], partial: [] },
  'cart/cart.go': { state: 'measured', total: 16, missed: [17, 30], partial: [] },
}
const below = (directory: string, lines: object) =>
  Object.fromEntries(Object.entries(lines).map(([path, value]) => [`${directory}/${path}`, value]))

test('Go: a module at the top, its profile in the usual place', async () => {
  const { directory } = changeThatAdds(
    { 'go.mod': goModule, ...goFiles },
    { 'cover.out': fixture('cd-gate/go/cover.out') },
  )
  const { code, verdict } = await gate(directory)
  expect(linesOf(verdict)).toMatchObject(goLines)
  expect(verdict.patch).toMatchObject({
    lines: { total: 31, covered: 27 },
    branches: null,
    functions: null,
    statements: { total: 21, covered: 17 },
  })
  expect(code).toBe(0)
})

test('Go: a module further down, and one profile of each package', async () => {
  const repository = changeThatAdds(
    below('backend', { 'go.mod': goModule, ...goFiles }) as Record<string, string>,
    {
      'backend/cover.out': fixture('cd-gate/go/cover.out'),
      'backend/price.out': fixture('cd-gate/go/price.out'),
    },
  )
  const { verdict } = await gate(repository.directory, ['backend/cover.out', 'backend/price.out'])
  expect(linesOf(verdict)).toMatchObject(below('backend', goLines))
})

test('Go: a change to a line inside a block is judged by the block', async () => {
  const text = source('go/cart/cart.go').toString()
  const before = text.replace('\t\tc.cents,\n', '\t\tc.old,\n').replace('errors.New("negative")', 'nil')
  const repository = changeThatAdds(
    { 'cart/cart.go': text },
    { 'cover.out': fixture('cd-gate/go/cover.out') },
    { 'go.mod': goModule, 'cart/cart.go': before, 'price/price.go': source('go/price/price.go').toString() },
  )
  const { verdict } = await gate(repository.directory)
  expect(linesOf(verdict)).toEqual({
    'cart/cart.go': { state: 'measured', total: 2, missed: [17], partial: [] },
  })
})

test('Go: modules of a workspace in directories of other names, mapped', async () => {
  const text = 'package p\n\nfunc F() int {\n\treturn 1\n}\n'
  const [api, money] = ['github.com/acme/api-server/v2', 'gitlab.com/acme/money'] as const
  const { directory } = changeThatAdds(
    { 'services/api/a.go': text, 'services/api/handler/h.go': text, 'libs/money/m.go': text },
    {
      'cover.out': [
        'mode: set',
        `${api}/a.go:3.14,5.2 1 1`,
        `${api}/handler/h.go:3.14,5.2 1 0`,
        `${money}/m.go:3.14,5.2 1 1`,
        '',
      ].join('\n'),
    },
  )
  const maps = ['--map', `${api}=services/api`, '--map', `${money}=libs/money`]
  const { verdict } = await gate(directory, maps)
  expect(linesOf(verdict)).toEqual({
    'services/api/a.go': { state: 'measured', total: 2, missed: [], partial: [] },
    'services/api/handler/h.go': { state: 'measured', total: 2, missed: [3, 4], partial: [] },
    'libs/money/m.go': { state: 'measured', total: 2, missed: [], partial: [] },
  })
})

test('Python: JSON of coverage.py in the usual place', async () => {
  const { directory } = changeThatAdds(
    { 'shop/cart.py': source('python/cart.py'), 'shop/__init__.py': '' },
    { 'coverage.json': fixture('cd-gate/python/coverage-7.json') },
  )
  const { code, verdict } = await gate(directory)
  expect(code).toBe(1)
  expect(linesOf(verdict)['shop/cart.py']).toEqual({
    state: 'measured',
    // Lines 16 and 23 go on with the statements of 15 and 22.
    total: 20,
    missed: [14, 22, 23, 35, 36, 37],
    partial: [13, 21],
  })
  expect(verdict.patch).toMatchObject({
    lines: { total: 20, covered: 14 },
    branches: { total: 8, covered: 4 },
    functions: { total: 5, covered: 4 },
  })
})

test('Ruby: the result set of two commands, measured in another checkout', async () => {
  const { directory } = changeThatAdds(
    { 'lib/cart.rb': source('ruby/cart.rb') },
    { 'coverage/.resultset.json': fixture('cd-gate/ruby/resultset.json'), 'coverage/.last_run.json': '{}' },
  )
  const { code, verdict } = await gate(directory)
  expect(code).toBe(0)
  expect(linesOf(verdict)['lib/cart.rb']).toEqual({
    state: 'measured',
    total: 17,
    missed: [23, 30, 35],
    partial: [10, 18],
  })
  expect(verdict.patch).toMatchObject({
    lines: { total: 17, covered: 14 },
    branches: { total: 7, covered: 3 },
  })
})

test('Ruby: .last_run.json is named for what it is', async () => {
  const { directory } = changeThatAdds(
    { 'lib/cart.rb': source('ruby/cart.rb') },
    { 'coverage/.last_run.json': fixture('cd-gate/ruby/last_run.json') },
  )
  const { code, log } = await runCli(directory, ['coverage', 'coverage/.last_run.json'])
  expect(code).toBe(3)
  expect(log).toMatch(/last_run\.json, which has no lines; \.resultset\.json has them/)
})

/** Where the points of the fixture lie, line by line. */
const library = `namespace ClassLibrary
{
    /// <summary>Adds.</summary>
    public static class LibraryClass
    {
        // The points are a compiler's.
        public static int Sum(int a, int b)
        {
            var sum = a + b;
            switch (sum)
            {
                case 1:
                    sum = 10;
                    break;
                case 2:
                    sum = 20;
                    break;
                case 3:
                    sum = 30;
                    break;
                case 4:
                    sum = 40;
                    break;
                default:
                    sum = 0;
                    break;
            }
            return sum;
        }
    }
}
`

test('C#: OpenCover XML of coverlet, measured on Windows', async () => {
  const report = fixture('coverage-model/opencover-with-bom.xml').toString()
  const { directory } = changeThatAdds(
    { 'src/ClassLibrary/LibraryClass.cs': library },
    {
      'coverage.opencover.xml': report.replace(
        '[PLACEHOLDER]',
        'D:\\a\\1\\s\\src\\ClassLibrary\\LibraryClass.cs',
      ),
    },
  )
  const { code, verdict } = await gate(directory)
  expect(code).toBe(1)
  expect(linesOf(verdict)).toEqual({
    'src/ClassLibrary/LibraryClass.cs': {
      state: 'measured',
      total: 14,
      missed: [13, 14, 16, 17, 19, 20],
      partial: [10],
    },
  })
  expect(verdict.patch).toMatchObject({
    lines: { total: 14, covered: 8 },
    branches: { total: 6, covered: 3 },
    functions: { total: 1, covered: 1 },
  })
})

test('C#: the body of a lambda that did not run is missed, though the statement around it ran', async () => {
  const text = [
    'class C {',
    '  void M() {',
    '    Each(x =>',
    '    {',
    '      Never(x);',
    '    });',
    '  }',
    '}',
    '',
  ].join('\n')
  const point = (sl: number, sc: number, el: number, ec: number, vc: number) =>
    `<SequencePoint vc="${vc}" sl="${sl}" sc="${sc}" el="${el}" ec="${ec}" fileid="1" />`
  const method = (name: string, points: string) =>
    `<Method><Name>System.Void C::${name}()</Name><FileRef uid="1" /><SequencePoints>${points}</SequencePoints></Method>`
  const methods = method('M', point(3, 5, 6, 8, 1)) + method('Lambda', point(5, 7, 5, 16, 0))
  const report = `<CoverageSession><Modules><Module><Files><File uid="1" fullPath="/build/src/C.cs" /></Files><Classes><Class><Methods>${methods}</Methods></Class></Classes></Module></Modules></CoverageSession>`
  const { directory } = changeThatAdds({ 'src/C.cs': text }, { 'coverage.opencover.xml': report })
  const { verdict } = await gate(directory)
  expect(linesOf(verdict)['src/C.cs']).toMatchObject({ missed: [5] })
  expect(verdict.files[0]?.lines).toMatchObject({ covered: 2, total: 3 })
})
