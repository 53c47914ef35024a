import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  because,
  before,
  branchOff,
  commitOn,
  covered,
  importing,
  judge,
  lcov,
  lostOrders,
  type Outcomes,
  ok,
  record,
  sources,
  without,
  xunit,
} from './coverage-cause-project.ts'
import { createRepository } from './repository.ts'
import { runCli } from './run-cli.ts'

describe('the summary names what went', () => {
  test('a deleted test file', async () => {
    const repository = await branchOff()
    repository.git('rm', '--quiet', 'src/orders.test.js')
    commitOn(repository)
    const { code, out, causes } = await judge(repository, lostOrders, without('src/orders.test.js'))
    expect(code).toBe(1)
    expect(out).toContain(because('orders.test.js is gone'))
    expect(causes).toEqual([
      { test: 'orders.test.js', file: 'src/orders.test.js', what: 'disappeared', paths: ['src/orders.js'] },
    ])
  })

  test('a skip', async () => {
    const repository = await branchOff()
    repository.write('src/orders.test.js', "import { add } from './orders.js'\nit.skip\n")
    commitOn(repository)
    const now = { ...before, 'src/orders.test.js': { adds: 'skipped' } } as const
    const { code, out } = await judge(repository, lostOrders, now)
    expect(code).toBe(1)
    expect(out).toContain(because('orders.test.js is now skipped'))
  })

  test('one of several tests of a file', async () => {
    const repository = await branchOff()
    commitOn(repository)
    const now = { ...before, 'src/pay.test.js': { pays: 'passed', 'pays twice': 'skipped' } } as const
    const { out } = await judge(repository, { ...covered, 'src/pay.js': 'CCMM' }, now)
    expect(out).toContain(
      '2 lines in src/pay.js outside your change lost coverage because pays twice is now skipped.',
    )
  })

  test('a test that fails', async () => {
    const repository = await branchOff()
    commitOn(repository)
    const { code, out } = await judge(repository, lostOrders, {
      ...before,
      'src/orders.test.js': { adds: 'failed' },
    })
    expect(code).toBe(1)
    expect(out).toContain(because('adds fails'))
  })

  test('the best tied of several, a direct import before a farther one', async () => {
    const repository = await branchOff(
      { ...before, 'test/near.test.js': { near: 'passed' } },
      {
        ...sources,
        'test/near.test.js': "import { add } from '../src/orders.js'\n",
      },
    )
    commitOn(repository)
    const now = {
      ...before,
      'test/near.test.js': { near: 'skipped' },
      'test/all.test.js': { 'loads all': 'skipped', 'loads it again': 'skipped' },
    } as const
    const { causes, out } = await judge(repository, lostOrders, now)
    expect(causes).toMatchObject([
      { test: 'near.test.js', paths: ['src/orders.js'] },
      { test: 'all.test.js', paths: ['src/orders.js'] },
    ])
    expect(out).toContain(because('near.test.js is now skipped (and 1 more)'))
  })

  test('through a rename of the test file', async () => {
    const repository = await branchOff()
    repository.git('mv', 'src/orders.test.js', 'test/orders.test.js')
    commitOn(repository)
    const moved = { ...without('src/orders.test.js'), 'test/orders.test.js': { adds: 'skipped' } } as const
    const { causes } = await judge(repository, lostOrders, moved)
    expect(causes).toEqual([
      { test: 'orders.test.js', file: 'test/orders.test.js', what: 'skipped', paths: ['src/orders.js'] },
    ])
    const passing = { ...moved, 'test/orders.test.js': { adds: 'passed' } } as const
    expect((await judge(repository, lostOrders, passing)).causes).toEqual([])
  })

  test('of Python, whose reports name modules', async () => {
    const python = {
      '.gitignore': 'reports/\n.cd-gate/\n',
      'shop/__init__.py': '',
      'shop/orders.py': 'def add(a):\n    b = a\n    return b\n',
      'shop/rates.py': 'def rate(a):\n    b = a\n    return b\n',
      'tests/test_orders.py': 'from shop.orders import add\n',
      'tests/test_money.py': 'from shop import rates\n',
    }
    const all: Outcomes = {
      'tests.test_orders': { test_add: 'passed' },
      'tests.test_money': { test_rate: 'passed' },
    }
    const whole = { 'shop/orders.py': 'CCC', 'shop/rates.py': 'CCC' }
    const repository = await branchOff(all, python, whole)
    commitOn(repository)
    const orders = await judge(
      repository,
      { ...whole, 'shop/orders.py': 'CMM' },
      { ...all, 'tests.test_orders': { test_add: 'skipped' } },
    )
    expect(orders.out).toContain('because test_orders.py is now skipped.')
    const rates = await judge(
      repository,
      { ...whole, 'shop/rates.py': 'CMM' },
      { ...all, 'tests.test_money': { test_rate: 'failed' } },
    )
    expect(rates.out).toContain('because test_rate fails.')
    expect(rates.causes).toEqual([
      { test: 'test_rate', file: 'tests/test_money.py', what: 'failed', paths: ['shop/rates.py'] },
    ])
  })
})

describe('what cannot be told is not guessed', () => {
  test('a test that nothing ties to the lost lines is listed, and no reason', async () => {
    const repository = await branchOff()
    commitOn(repository)
    const { code, out, causes } = await judge(repository, lostOrders, {
      ...before,
      'test/other.test.js': { other: 'skipped' },
    })
    expect(code).toBe(1)
    expect(causes).toEqual([
      { test: 'other.test.js', file: 'test/other.test.js', what: 'skipped', paths: [] },
    ])
    expect(out).toContain(because(''))
  })

  test('no tests in the record', async () => {
    const repository = await branchOff(null)
    commitOn(repository)
    const { code, out, causes, why } = await judge(repository, lostOrders, before)
    expect(code).toBe(1)
    expect(causes).toEqual([])
    expect(out).toContain(because(''))
    expect(why).toMatch(/why coverage was lost: .* has no build of tests/)
  })

  test('no record', async () => {
    const repository = await branchOff()
    commitOn(repository)
    const none = await judge(repository, lostOrders, before, { testRecord: 'none' })
    expect(none.causes).toEqual([])
    expect(none.why).toContain('no record of tests is given (--test-record)')
    const elsewhere = await judge(repository, lostOrders, before, { testRecord: 'nowhere:x' })
    expect(elsewhere.code).toBe(1)
    expect(elsewhere.log).toMatch(/so it is not known why coverage was lost/)
  })

  test('a record without that commit, but with one before it', async () => {
    const repository = createRepository(sources)
    repository.write('reports/then.xml', xunit({ ...before, 'src/gone.test.js': { gone: 'passed' } }))
    await ok(repository, importing(repository.git('rev-parse', '--short', 'HEAD')))
    repository.commit('Later')
    repository.write('reports/lcov.info', lcov(covered))
    const save = ['coverage', 'reports/lcov.info', '--base', 'HEAD', '--baseline-record', record]
    await ok(repository, [...save, '--save-baseline', '--quiet'])
    repository.git('switch', '--quiet', '-c', 'change')
    commitOn(repository)
    const now = { ...before, 'src/orders.test.js': { adds: 'skipped' } } as const
    expect((await judge(repository, lostOrders, now)).causes.map(each => each.test)).toEqual([
      'orders.test.js',
    ])
    const none = await judge(repository, lostOrders, now, { baselineDepth: 0 })
    expect(none.causes).toEqual([])
    expect(none.why).toContain('has no build of')
  })

  test('a record of another branch alone', async () => {
    const repository = await branchOff(null)
    repository.write('reports/then.xml', xunit(before))
    await ok(repository, importing('0123456789abcdef0123456789abcdef01234567'))
    commitOn(repository)
    const { causes, why } = await judge(repository, lostOrders, without('src/orders.test.js'))
    expect(causes).toEqual([])
    expect(why).toMatch(/has no build of [0-9a-f]{10} or of the 0 commits before it/)
  })

  test('a run of some tests makes the others no reason', async () => {
    const repository = await branchOff()
    commitOn(repository)
    const some = { 'src/pay.test.js': { pays: 'passed' } } as const
    const { causes, why } = await judge(repository, lostOrders, some)
    expect(causes).toEqual([])
    expect(why).toContain('this run was of a part of them')
  })

  test('a report that is missing, or damaged', async () => {
    const repository = await branchOff()
    commitOn(repository)
    const missing = await judge(repository, lostOrders, null, { xunit: ['reports/none.xml'] })
    expect(missing.code).toBe(1)
    expect(missing.causes).toEqual([])
    expect(missing.log).toMatch(/so it is less known why coverage was lost/)
    const cut = xunit({ ...before, 'src/orders.test.js': { adds: 'failed' } })
    repository.write('reports/cut.xml', cut.slice(0, -80))
    const damaged = await judge(repository, lostOrders, null, { xunit: ['reports/cut.xml'] })
    expect(damaged.log).toMatch(/cut\.xml/)
    expect(damaged.causes.map(each => each.test)).toEqual(['adds'])
  })

  test('a damaged record', async () => {
    const repository = await branchOff()
    commitOn(repository)
    const directory = join(repository.directory, '.cd-gate/record')
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    for (const file of files.filter(each => each.startsWith('builds/') && each.includes('-')))
      writeFileSync(join(directory, file), 'x')
    const { code, causes, log } = await judge(repository, lostOrders, without('src/orders.test.js'))
    expect(code).toBe(1)
    expect(causes).toEqual([])
    expect(log).toMatch(/segment of the record of tests cannot be read/)
  })
})

describe('the tests of now from the record', () => {
  const skipped: Outcomes = { ...before, 'src/orders.test.js': { adds: 'skipped' } }

  test('by the commit that is judged', async () => {
    const repository = await branchOff()
    repository.write('src/orders.test.js', "import { add } from './orders.js'\nit.skip\n")
    const head = commitOn(repository)
    repository.write('reports/branch.xml', xunit(skipped))
    await ok(repository, importing(head, 'reports/branch.xml'))
    for (const asked of ['worktree', 'change']) {
      const { out } = await judge(repository, lostOrders, null, { head: asked })
      expect(out).toContain(because('orders.test.js is now skipped'))
    }

    repository.write('src/orders.test.js', "import { add } from './orders.js'\nit\n")
    const edited = await judge(repository, lostOrders, null)
    expect(edited.causes).toEqual([])
    expect(edited.why).toMatch(/files differ from [0-9a-f]{10}, whose build is in the record; give --xunit/)
  })

  test('nothing without a build of it', async () => {
    const repository = await branchOff()
    commitOn(repository)
    const { causes, why } = await judge(repository, lostOrders, null)
    expect(causes).toEqual([])
    expect(why).toMatch(/no build of [0-9a-f]{10}, and no XUnit report of this run is given/)
  })
})

test('a report is the baseline, and the tests have a record of their own', async () => {
  const repository = createRepository(sources)
  repository.write('reports/then.xml', xunit(before))
  await ok(repository, importing(repository.git('rev-parse', 'HEAD')))
  repository.git('switch', '--quiet', '-c', 'change')
  commitOn(repository)
  repository.write('reports/before.info', lcov(covered))
  repository.write('reports/after.info', lcov(lostOrders))
  repository.write('src/reports/now.xml', xunit(without('src/orders.test.js')))
  const { code, out } = await runCli(join(repository.directory, 'src'), [
    ...['coverage', '../reports/after.info', '--base', 'main', '--baseline-report', '../reports/before.info'],
    ...['--test-record', 'file:../.cd-gate/record', '--xunit', 'reports/*.xml', '--max-lost', '0'],
  ])
  expect(code).toBe(1)
  expect(out.replace(/\s+/g, ' ')).toContain(because('orders.test.js is gone'))
})

test('vitest itself, with the coverage that it measures', async () => {
  const root = join(import.meta.dirname, '..')
  const repository = createRepository({
    '.gitignore': 'node_modules\nreports/\ncoverage/\n.cd-gate/\n',
    'package.json': '{ "type": "module" }\n',
    'src/orders.ts':
      'export function total(prices: readonly number[]): number {\n  let sum = 0\n  for (const price of prices) sum += price\n  return sum\n}\n',
    'src/pay.ts': 'export const fee = (amount: number): number => amount * 2\n',
    'src/orders.test.ts':
      "import { expect, it } from 'vitest'\nimport { total } from './orders.ts'\n\nit('adds prices', () => {\n  expect(total([1, 2])).toBe(3)\n})\n",
    'src/pay.test.ts':
      "import { expect, it } from 'vitest'\nimport { fee } from './pay.ts'\n\nit('doubles', () => {\n  expect(fee(1)).toBe(2)\n})\n",
    'vitest.config.ts':
      "export default { test: { coverage: { provider: 'v8', include: ['src/**'], exclude: ['**/*.test.ts'], reporter: ['lcovonly'] } } }\n",
  })
  mkdirSync(join(repository.directory, 'node_modules/@vitest'), { recursive: true })
  for (const name of ['vitest', '@vitest/coverage-v8'])
    symlinkSync(join(root, 'node_modules', name), join(repository.directory, 'node_modules', name))
  const runTests = (report: string): void => {
    const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--coverage']
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...args, '--reporter=junit', `--outputFile=${report}`],
      {
        cwd: repository.directory,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: process.env.HOME },
      },
    )
    expect(status, `${stdout}${stderr}`).toBe(0)
  }

  runTests('reports/then.xml')
  const save = ['coverage', 'coverage/lcov.info', '--base', 'HEAD', '--baseline-record', record]
  await ok(repository, [...save, '--save-baseline', '--quiet'])
  await ok(repository, importing(repository.git('rev-parse', 'HEAD')))

  repository.git('switch', '--quiet', '-c', 'change')
  const file = join(repository.directory, 'src/orders.test.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace("it('adds", "it.skip('adds"))
  repository.commit()
  runTests('reports/now.xml')
  const args = ['coverage', 'coverage/lcov.info', '--base', 'main', '--baseline-record', record]
  const { code, out } = await runCli(repository.directory, [
    ...args,
    '--max-lost',
    '0',
    '--xunit',
    'reports/now.xml',
  ])
  expect(code).toBe(1)
  expect(out.replace(/\s+/g, ' ')).toMatch(
    /\d lines in src\/orders\.ts outside your change lost coverage because orders\.test\.ts is now skipped\./,
  )
})
