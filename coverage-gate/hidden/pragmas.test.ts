import { expect, test } from 'vitest'
import { pragmaOn, pragmas } from './pragmas.ts'

const uses: readonly (readonly [name: string, lines: readonly string[]])[] = [
  [
    'istanbul ignore',
    ['/* istanbul ignore next */', '// istanbul ignore file', '/* istanbul ignore else -- x */'],
  ],
  ['v8 ignore', ['/* v8 ignore next 3 */', '/* v8 ignore start */', '// v8 ignore if']],
  ['c8 ignore', ['/* c8 ignore next */', '/* c8 ignore start */']],
  ['node:coverage', ['/* node:coverage disable */', '/* node:coverage ignore next 2 */']],
  ['deno-coverage-ignore', ['// deno-coverage-ignore', '// deno-coverage-ignore-file']],
  ['pragma: no cover', ['def f():  # pragma: no cover', 'if x:  # PRAGMA: NO BRANCH', '#pragma:no cover']],
  [
    'LCOV_EXCL',
    [
      'abort(); // LCOV_EXCL_LINE',
      '// LCOV_EXCL_START',
      '// LCOV_EXCL_BR_LINE',
      '/* LCOV_UNREACHABLE_LINE */',
    ],
  ],
  ['GCOVR_EXCL', ['// GCOVR_EXCL_LINE', '// GCOV_EXCL_START', '// GCOVR_EXCL_BR_LINE']],
  [':nocov:', ['# :nocov:']],
  ['simplecov:disable', ['# simplecov:disable']],
  [
    'cfg(not(tarpaulin…))',
    ['#[cfg(not(tarpaulin_include))]', '#[cfg(not(tarpaulin))]', '#![cfg(not(tarpaulin_include))]'],
  ],
  ['coverage(off)', ['#[coverage(off)]', '#[cfg_attr(coverage_nightly, coverage(off))]', '#[no_coverage]']],
  [
    '@Generated',
    [
      '@Generated',
      '@lombok.Generated',
      '@ExcludeFromJacocoGeneratedReport',
      '@javax.annotation.processing.Generated("x")',
    ],
  ],
  [
    'ExcludeFromCodeCoverage',
    [
      '[ExcludeFromCodeCoverage]',
      '[assembly: ExcludeFromCodeCoverage]',
      '[System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute]',
    ],
  ],
  [
    'codeCoverageIgnore',
    ['/** @codeCoverageIgnore */', '// @codeCoverageIgnoreStart', '#[CodeCoverageIgnore]'],
  ],
  ['COVERAGE-OFF', ['// $COVERAGE-OFF$']],
  ['CLOVER:OFF', ['///CLOVER:OFF']],
  ['coverage-ignore', ['if err != nil { // coverage-ignore']],
  ['coverage:ignore', ['// coverage:ignore-line', '// coverage:ignore-start']],
  ['coveralls-ignore', ['# coveralls-ignore-start', '# coveralls-ignore-next-line']],
  ['uncoverable', ['# uncoverable statement']],
  ['coverage off', ['[@@coverage off]', '[@coverage off]']],
]

test('every pragma of the table has a use here', () => {
  expect(uses.map(([name]) => name)).toEqual(pragmas.map(each => each.name))
})

test.each(uses)('%s', (name, lines) => {
  for (const text of lines) expect(pragmaOn(text, 7), text).toMatchObject({ line: 7, name })
})

test.each([
  'import { ignore } from "istanbul"',
  '/* v8 ignore stop */',
  '/* c8 ignore stop */',
  '/* node:coverage enable */',
  '// LCOV_EXCL_STOP',
  '// @codeCoverageIgnoreEnd',
  '// $COVERAGE-ON$',
  '# coveralls-ignore-stop',
  'const pragma = "no cover"',
  'class Generated {}',
  'const generatedAt = 1',
  '#[cfg(test)]',
  'coverage(off)',
])('%s takes nothing out', text => {
  expect(pragmaOn(text, 1)).toBeNull()
})

test.each([
  ['/* istanbul ignore next -- only on Windows */', 'only on Windows'],
  ['{/* v8 ignore next -- @preserve */}', '@preserve'],
  ['x = 1  # pragma: no cover -- needs a printer', 'needs a printer'],
  ['// LCOV_EXCL_LINE -- cannot happen', 'cannot happen'],
  ['/* istanbul ignore next */', null],
  ['/* istanbul ignore next -- */', null],
  ['/* istanbul ignore next */ i--', null],
])('the reason of %s', (text, reason) => {
  expect(pragmaOn(text, 1)?.reason).toBe(reason)
})

test('a line as long as a file is done with quickly', () => {
  expect(pragmaOn(`${'coverage '.repeat(200_000)}/* istanbul ignore next */`, 1)).toBeNull()
})
