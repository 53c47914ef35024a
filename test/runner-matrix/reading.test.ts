import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { differences } from './exceptions.ts'
import { oldReport, readPlayed } from './reading.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-reading-'))
  mkdirSync(join(directory, 'reports/junit'), { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const head = '<testsuites><testsuite name="a">'
const tail = '</testsuite></testsuites>'
const passed = '<testcase name="b" classname="c"/>'
const failed = '<testcase name="b" classname="c"><failure message="no"/></testcase>'

function read(xml: string | undefined) {
  const reports: Record<string, string> = xml === undefined ? {} : { 'junit/a.xml': xml }
  return readPlayed({ directory, reports, exitCode: 1, signal: null, stdout: '', stderr: '' }, 'a.xml')
}

it.each([
  ['none', undefined],
  ['old', oldReport],
  ['broken', ''],
  ['broken', head + passed],
  ['empty', head + tail],
  ['empty', '<testsuites/>'],
  ['green', head + passed + tail],
  ['red', head + passed + failed + tail],
])('%s: %s', (left, xml) => {
  expect(read(xml)).toMatchObject({ left, finished: false, exit: '1' })
})

it('completes what a killed run left, and says so', () => {
  writeFileSync(join(directory, 'reports/junit/a.xml.partial'), '<testsuites name="a">\n')
  const seen = read(undefined)
  expect(seen).toMatchObject({ left: 'red', finished: true })
  expect(differences(seen, 'red')).toEqual(['finished'])
})

it('tells every way in which a report of ours is not as it should be', () => {
  const green = { ...read(head + passed + tail), exit: '0' }
  expect(differences(green, 'green')).toEqual([])
  expect(differences(green, 'red')).toEqual(['green report', 'exit 0'])
  expect(differences({ ...green, exit: 'SIGKILL' }, 'green')).toEqual(['exit SIGKILL'])
})
