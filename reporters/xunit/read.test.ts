import { expect, test } from 'vitest'
import { GateError } from '../../core/errors.ts'
import { outcomeOf } from '../../core/test-run.ts'
import { readXunit } from './read.ts'

const document = (head: string, name: string) =>
  `${head}<testsuites><testsuite name="${name}"><testcase name="${name}" classname="c" time="1"/></testsuite></testsuites>`

function read(bytes: Uint8Array | string, size = 7) {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  const pieces = function* () {
    for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
  }
  return [...readXunit(pieces(), 'a.xml')]
}

function errorOf(bytes: Uint8Array | string): GateError {
  try {
    read(bytes, 64)
  } catch (error) {
    if (error instanceof GateError) return error
  }
  throw new Error('it was read')
}

const name = 'ÄÖü€日本🙂'

function bigEndian(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
}

test.each([
  ['UTF-8', Buffer.from(document('<?xml version="1.0" encoding="UTF-8"?>', name))],
  ['UTF-8 without a declaration', Buffer.from(document('', name))],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${document('<?xml version="1.0"?>', name)}`)],
  [
    'UTF-16 with a mark',
    Buffer.from(`\ufeff${document('<?xml version="1.0" encoding="UTF-16"?>', name)}`, 'utf16le'),
  ],
  [
    'UTF-16 without a mark',
    Buffer.from(document('<?xml version="1.0" encoding="UTF-16LE"?>', name), 'utf16le'),
  ],
  ['UTF-16, big end first', bigEndian(document('<?xml version="1.0" encoding="UTF-16"?>', name))],
])('%s, however it is torn', (_, bytes) => {
  for (const size of [4, 5, 64, 4096]) expect(read(bytes, size)[0]?.cases[0]?.name).toBe(name)
})

test('Latin-1 and Windows-1252, as declared', () => {
  const latin = Buffer.from(document('<?xml version="1.0" encoding="ISO-8859-1"?>', 'Ä'), 'latin1')
  expect(read(latin, 100)[0]?.name).toBe('Ä')
  const windows = Buffer.from(document('<?xml version="1.0" encoding="windows-1252"?>', '\u0080'), 'latin1')
  expect(read(windows, 100)[0]?.name).toBe('€')
})

test.each([
  ['', 'xunit.empty', 'has 0 bytes'],
  ['<testsuites/>', 'xunit.no-suite', 'root <testsuites>'],
  ['<html><body/></html>', 'xunit.foreign', 'its root is <html>'],
  ['<!DOCTYPE html><html><br></html>', 'xunit.foreign', 'an HTML page'],
  ['{"tests": 1}', 'xunit.foreign', 'it is JSON'],
  ['TAP version 13\nok 1', 'xunit.foreign', 'it is TAP'],
  ['<coverage><file/></coverage>', 'xunit.foreign', 'its root is <coverage>'],
  ['not a report', 'xunit.foreign', 'it begins with "not a report"'],
  ['<testsuites><testsuite name="a"><testcase', 'xunit.damaged', 'nothing'],
  ['<!DOCTYPE a [<!ENTITY b "c">]><testsuites/>', 'xunit.hostile', 'entities of its own'],
  [document('<?xml version="1.0" encoding="klingon"?>', 'a'), 'xunit.damaged', '"klingon" is not known'],
  [Buffer.from(document('', '\u00e4'), 'latin1'), 'xunit.damaged', 'not UTF-8'],
  [`${'<testsuite name="a">'.repeat(300)}`, 'xunit.hostile', 'nested too deep'],
])('%s is refused', (text, code, says) => {
  const error = errorOf(text)
  expect(error.code).toBe(code)
  expect(error.exitCode).toBe(3)
  if (says !== 'nothing') expect(error.message).toContain(says)
})

test('what was whole before the fault is handed over, and the case in which it broke off is not', () => {
  const text =
    '<testsuites><testsuite name="a"><testcase name="x"/></testsuite><testsuite name="b"><testcase name="y"/><testcase name="z">'
  const seen: string[] = []
  const pieces = [Buffer.from(text)]
  expect(() => {
    for (const suite of readXunit(pieces, 'a.xml'))
      seen.push(`${suite.name} ${suite.cases.map(each => each.name)}`)
  }).toThrow('1 whole suite and 2 cases could be read')
  expect(seen).toEqual(['a x', 'b y'])
})

const outcomes = (cases: string, suite = 'name="s"') =>
  read(`<testsuites><testsuite ${suite}>${cases}</testsuite></testsuites>`)[0]?.cases.map(
    each => `${each.name}: ${outcomeOf(each)}`,
  )

test.each([
  ['<testcase name="x" status="disabled"/>', 'skipped'],
  ['<testcase name="x" status="ignored"/>', 'skipped'],
  ['<testcase name="x" status="notrun"/>', 'not-run'],
  ['<testcase name="x" status="notrun" result="suppressed"/>', 'skipped'],
  ['<testcase name="x" status="run" result="completed"/>', 'passed'],
  ['<testcase name="x" status="failed"/>', 'failed'],
  ['<testcase name="x"><skipped message="not run: bail"/></testcase>', 'not-run'],
  ['<testcase name="x"><failure/></testcase>', 'failed'],
  ['<testcase name="x"><flakyFailure/><skipped/></testcase>', 'failed'],
  ['<testcase name="x"><rerunFailure/></testcase>', 'failed'],
  ['<testcase name="x"><flakyError/></testcase>', 'flaky'],
])('%s: %s', (text, outcome) => {
  expect(outcomes(text)).toEqual([`x: ${outcome}`])
})

const failing = '<testcase name="x" classname="c"><failure/></testcase>'
const passing = '<testcase name="x" classname="c" time="1"/>'
const withId = (text: string) =>
  text.includes('/>') && !text.includes('<failure')
    ? '<testcase name="x" classname="c"><properties><property name="cdgate.id" value="1"/></properties></testcase>'
    : '<testcase name="x" classname="c"><properties><property name="cdgate.id" value="1"/></properties><failure/></testcase>'

test('two tests of one name stay two where nobody says that they are one: red is never made flaky by a guess', () => {
  expect(outcomes(failing + passing)).toEqual(['x: failed', 'x #2: passed'])
  expect(outcomes(passing + passing)).toEqual(['x: passed', 'x #2: passed'])
})

test('they are attempts by their id, by their line, or where the tool runs no two of one name', () => {
  expect(outcomes(withId(failing) + withId(passing))).toEqual(['x: flaky'])
  const placed = (text: string) => text.replace('classname="c"', 'classname="c" file="a.py" line="3"')
  expect(outcomes(placed(failing) + placed(passing))).toEqual(['x: flaky'])
  const go = '<properties><property name="go.version" value="1"/></properties>'
  expect(outcomes(go + failing + failing + passing)).toEqual(['x: flaky'])
  expect(outcomes(go + passing + failing)).toEqual(['x: failed'])
})

test('cases directly under the root, and wrappers around it', () => {
  expect(read('<testsuites name="r"><testcase name="x"/></testsuites>')[0]).toMatchObject({
    name: 'r',
    cases: [{ name: 'x' }],
  })
  expect(
    read('<all><testsuites><testsuite name="a"><testcase name="x"/></testsuite></testsuites></all>')[0]?.name,
  ).toBe('a')
  expect(read('<testcase name="a.b.x"/>')[0]).toMatchObject({
    name: '(a.xml)',
    cases: [{ classname: 'a.b', name: 'x' }],
  })
})
