import { expect, test } from 'vitest'
import { locatePaths, type PathMapping } from './locate.ts'
import { writePackagePath } from './package-path.ts'
import { repositoryPaths } from './repository-paths.ts'

interface Setting {
  readonly repository: readonly string[]
  /** Package paths; a module's before a colon. */
  readonly report: readonly string[]
  readonly directory?: string | null
  readonly cwd?: string
  readonly mappings?: readonly PathMapping[]
}

function locate({ repository, report, directory = null, cwd = '', mappings = [] }: Setting) {
  const paths = report.map(each => {
    const [module, path = module] = each.split('|')
    return writePackagePath({ modules: path === module ? [] : (module ?? '').split('>'), path: path ?? '' })
  })
  const place = { tops: ['/home/anna/app'], cwd, mappings }
  return locatePaths({ paths, sources: [] }, directory, place, repositoryPaths(repository)).map(location =>
    location.kind === 'found' ? location.path : location.kind === 'ambiguous' ? location.paths : null,
  )
}

test('a file lies where its whole package does, whatever the source roots, however many', () => {
  const repository = [
    'README.md',
    'src/main/java/com/example/Cart.java',
    'src/main/kotlin/com/example/Price.kt',
    'app/src/main/java/com/example/app/Main.java',
    'core/source/com/example/core/Core.scala',
  ]
  const report = [
    'com/example/Cart.java',
    'com/example/Price.kt',
    'com/example/app/Main.java',
    'com/example/core/Core.scala',
    'com/example/generated/Parser.java',
  ]
  expect(locate({ repository, report })).toEqual([...repository.slice(1), null])
})

test('names are compared whole: neither xcom nor MyCart, and not the name alone', () => {
  const repository = ['src/xcom/example/Cart.java', 'src/com/example/MyCart.java', 'src/com/other/Cart.java']
  expect(locate({ repository, report: ['com/example/Cart.java', 'e/Cart.java'] })).toEqual([null, null])
})

test('letter case may differ when nothing fits exactly', () => {
  const repository = ['src/Com/Example/cart.java', 'src/Com/Example/Exact.java', 'old/com/example/Exact.java']
  expect(locate({ repository, report: ['com/example/Cart.java', 'com/example/Exact.java'] })).toEqual([
    'src/Com/Example/cart.java',
    'old/com/example/Exact.java',
  ])
})

test('a copy elsewhere is told from the module that holds all of the report', () => {
  const repository = [
    'src/main/java/com/example/A.java',
    'src/main/kotlin/com/example/B.kt',
    'examples/basic/src/main/java/com/example/A.java',
  ]
  const report = ['com/example/A.java', 'com/example/B.kt']
  expect(locate({ repository, report })).toEqual(repository.slice(0, 2))
})

test('two source sets of one module, two modules that hold all: ambiguous', () => {
  const flavours = ['app/src/free/java/com/example/Flag.java', 'app/src/paid/java/com/example/Flag.java']
  expect(locate({ repository: flavours, report: ['com/example/Flag.java'] })).toEqual([flavours])
  const copies = ['a/src/main/java/com/example/A.java', 'b/src/main/java/com/example/A.java']
  expect(locate({ repository: copies, report: ['com/example/A.java'] })).toEqual([copies])
})

test('modules of which none holds all of the report are ambiguous where they agree', () => {
  const repository = [
    'a/src/main/java/x/A.java',
    'a/src/main/java/x/Both.java',
    'b/src/main/java/x/Both.java',
    'b/src/main/java/x/B.java',
  ]
  const report = ['x/A.java', 'x/Both.java', 'x/B.java']
  expect(locate({ repository, report })).toEqual([repository[0], repository.slice(1, 3), repository[3]])
})

test('the module in which the report lies, or the user stands', () => {
  const repository = ['a/src/main/java/x/A.java', 'b/src/main/java/x/A.java', 'b/sub/src/main/java/x/A.java']
  const report = ['x/A.java']
  expect(locate({ repository, report, directory: 'b/target/site/jacoco' })).toEqual([repository[1]])
  expect(locate({ repository, report, directory: 'b/sub/build' })).toEqual([repository[2]])
  expect(locate({ repository, report, cwd: 'a' })).toEqual([repository[0]])
  expect(locate({ repository, report, directory: 'b/target', cwd: 'a' })).toEqual([repository.slice(0, 2)])
})

test('the same package and file in two modules: by what else the group holds', () => {
  const repository = [
    'one/src/main/java/x/A.java',
    'one/src/main/java/x/Both.java',
    'two/src/main/java/x/Both.java',
  ]
  const report = ['first|x/A.java', 'first|x/Both.java', 'second|x/Both.java']
  expect(locate({ repository, report })).toEqual([repository[0], repository[1], repository.slice(1)])
})

test('by the name of the group: a directory, a Gradle project, one in another', () => {
  const repository = [
    'services/cart/src/main/java/x/Both.java',
    'services/stock/src/main/java/x/Both.java',
    'libs/cart/src/main/java/x/Both.java',
  ]
  const report = [
    'shop>stock|x/Both.java',
    ':services:cart|x/Both.java',
    'libs>cart|x/Both.java',
    'cart|x/Both.java',
  ]
  expect(locate({ repository, report })).toEqual([
    repository[1],
    repository[0],
    repository[2],
    [repository[0], repository[2]],
  ])
})

test('a path that ends in a longer package of the report is none of a shorter one', () => {
  const repository = ['src/main/java/com/example/util/Text.java']
  const report = ['util/Text.java', 'com/example/util/Text.java', 'Text.java']
  expect(locate({ repository, report })).toEqual([null, repository[0], null])
  expect(locate({ repository, report: ['util/Text.java'] })).toEqual(repository)
})

test('without a package the name must be unique', () => {
  const repository = ['src/main/java/Main.java', 'tools/Only.java', 'tools/Main.java']
  expect(locate({ repository, report: ['Main.java', 'Only.java', 'None.java'] })).toEqual([
    [repository[0], repository[2]],
    'tools/Only.java',
    null,
  ])
})

test('Kotlin that leaves out the beginning of its packages: two files at least, and more than half', () => {
  const repository = ['src/main/kotlin/App.kt', 'src/main/kotlin/sub/Cart.kt', 'src/main/kotlin/sub/Price.kt']
  const report = ['com/example/App.kt', 'com/example/sub/Cart.kt', 'com/example/sub/Price.kt']
  expect(locate({ repository, report })).toEqual(repository)
  expect(locate({ repository, report: report.slice(0, 1) })).toEqual([null])
  const generated = ['gen/A.kt', 'gen/B.kt', 'gen/C.kt']
  expect(locate({ repository, report: [...report, ...generated] })).toEqual(Array(6).fill(null))
  // Java's directories follow its packages.
  const java = (paths: readonly string[]) => paths.map(path => path.replace('.kt', '.java'))
  expect(locate({ repository: java(repository), report: java(report) })).toEqual([null, null, null])
})

test('Kotlin beside Java, module by module; what several explain is ambiguous', () => {
  const repository = [
    'a/src/main/java/com/example/a/J.java',
    'a/src/main/kotlin/App.kt',
    'a/src/main/kotlin/Main.kt',
    'b/src/main/java/com/example/b/J.java',
    'b/src/main/kotlin/App.kt',
    'b/src/main/kotlin/Main.kt',
  ]
  const of = (module: string) => ['App.kt', 'Main.kt'].map(name => `${module}|com/example/${module}/${name}`)
  expect(
    locate({
      repository,
      report: ['a|com/example/a/J.java', ...of('a'), 'b|com/example/b/J.java', ...of('b')],
    }),
  ).toEqual(repository)
  expect(locate({ repository, report: of('c') })).toEqual([null, null])
  const deep = ['a', 'b'].flatMap(name => [
    `${name}/src/main/kotlin/x/App.kt`,
    `${name}/src/main/kotlin/x/Main.kt`,
  ])
  expect(locate({ repository: deep, report: ['com/x/App.kt', 'com/x/Main.kt'] })).toEqual([
    [deep[0], deep[2]],
    [deep[1], deep[3]],
  ])
})

test("Kotlin of another project is not this one's for its names alone", () => {
  const repository = ['src/main/kotlin/App.kt', 'src/main/kotlin/Main.kt']
  expect(locate({ repository, report: ['org/other/thing/Main.kt', 'org/other/thing/App.kt'] })).toEqual([
    null,
    null,
  ])
  const java = 'src/main/java/org/other/thing/Here.java'
  const report = ['org/other/thing/Main.kt', 'org/other/thing/App.kt', 'org/other/thing/Here.java']
  expect(locate({ repository: [...repository, java], report })).toEqual([repository[1], repository[0], java])
})

test('a mapping is of packages, or of a module', () => {
  const repository = ['one/x/A.java', 'two/x/A.java', 'kotlin/App.kt']
  expect(locate({ repository, report: ['x/A.java'], mappings: [{ from: '.', to: 'two' }] })).toEqual([
    repository[1],
  ])
  const mappings = [
    { from: 'm', to: 'one' },
    { from: 'com/example', to: 'kotlin' },
  ]
  const report = ['m|x/A.java', 'm|com/example/App.kt', 'com/example/App.kt', 'com/example/None.kt']
  expect(locate({ repository, report, mappings })).toEqual([repository[0], null, repository[2], null])
})

test('thousands of files of one name are found by their packages', () => {
  const repository = Array.from(
    { length: 3000 },
    (_, index) => `m${index}/src/main/java/com/m${index}/conf/App.java`,
  )
  const report = repository.map((_, index) => `com/m${index}/conf/App.java`)
  expect(locate({ repository, report })).toEqual(repository)
})
