import type { Attributes, RawCase, RawResult, RawSuite } from '../read-raw.ts'
import {
  type Consumer,
  type ConsumerView,
  caseName,
  createCounter,
  type Find,
  has,
  problemsOf,
  type Shown,
} from './consumer.ts'

/** Jenkins' xunit plugin: every file is validated against junit-10.xsd, and skipped, or the build stopped, if it is not valid. */
export const jenkinsXunit: Consumer = {
  name: 'jenkins-xunit',
  title: "Jenkins' xunit plugin",
  onRequest: 'the profile xunit-strict',
  rules: [
    {
      name: 'jenkins-xunit.missing-attribute',
      severity: 'warning',
      says: 'an attribute that junit-10.xsd requires is missing: the file is refused',
    },
    {
      name: 'jenkins-xunit.unknown-attribute',
      severity: 'warning',
      says: 'an attribute that junit-10.xsd does not know: the file is refused',
    },
    {
      name: 'jenkins-xunit.unknown-element',
      severity: 'warning',
      says: 'an element that junit-10.xsd does not allow there: the file is refused',
    },
    {
      name: 'jenkins-xunit.time',
      severity: 'warning',
      says: 'a time with more than three decimals, an exponent or a sign: the file is refused',
    },
  ],
  look,
}

interface Shape {
  readonly required: readonly string[]
  readonly allowed: readonly string[]
}

/** The attributes that the schema allows. */
const shapes = {
  testsuites: { required: [], allowed: ['name', 'time', 'tests', 'failures', 'errors'] },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    allowed: [
      'group',
      'time',
      'skipped',
      'timestamp',
      'hostname',
      'id',
      'package',
      'file',
      'log',
      'url',
      'version',
    ],
  },
  testcase: { required: ['name'], allowed: ['time', 'classname', 'group'] },
  result: { required: [], allowed: ['type', 'message'] },
  rerun: { required: ['type'], allowed: ['message'] },
} satisfies Readonly<Record<string, Shape>>

/** SUREFIRE_TIME of the schema. */
const TIME = /^(?:(?:(?:\d{0,3},)*\d{3}|\d{0,3}))*(?:\.\d{0,3})?$/

function look(note: Find): ConsumerView {
  let counter = createCounter()
  let accepted: Shown = counter.shown()
  let valid = true
  const find: Find = (rule, example) => {
    valid = false
    note(rule, example)
  }
  const fits = (element: string, attributes: Attributes, { required, allowed }: Shape) => {
    for (const name of required) {
      if (attributes[name] === undefined) find('jenkins-xunit.missing-attribute', `${name} of ${element}`)
    }
    for (const name of Object.keys(attributes)) {
      // Declarations of namespaces are none of the schema's business.
      const free = name.startsWith('xmlns') || name.startsWith('xml:') || name.startsWith('xsi:')
      if (!free && !required.includes(name) && !allowed.includes(name)) {
        find('jenkins-xunit.unknown-attribute', `${name} of ${element}`)
      }
    }
  }
  const checkTime = (time: string | undefined) => {
    if (time !== undefined && (time.length > 40 || !TIME.test(time))) find('jenkins-xunit.time', time)
  }
  const lookAtResult = (result: RawResult) => {
    const isRerun = /^(flaky|rerun)/.test(result.element)
    fits(result.element, result.attributes, isRerun ? shapes.rerun : shapes.result)
  }
  const lookAtCase = (test: RawCase) => {
    fits('testcase', test.attributes, shapes.testcase)
    for (const each of test.results) lookAtResult(each)
    if (test.properties.length > 0)
      find('jenkins-xunit.unknown-element', `properties in testcase ${caseName(test)}`)
    for (const name of test.unknown) find('jenkins-xunit.unknown-element', `${name} in testcase`)
    counter.add(has(test, 'skipped') ? 'skipped' : problemsOf(test).length > 0 ? 'failed' : 'passed')
  }
  return {
    suite: (suite: RawSuite) => {
      if (suite.root === 'testsuite' || suite.attributes !== suite.rootAttributes) {
        fits('testsuite', suite.attributes, shapes.testsuite)
        checkTime(suite.attributes.time)
      }
      for (const _ of suite.errors) find('jenkins-xunit.unknown-element', 'error in testsuite')
      for (const name of suite.unknown) find('jenkins-xunit.unknown-element', `${name} in testsuite`)
      for (const test of suite.cases) lookAtCase(test)
    },
    report: ({ root, rootAttributes }) => {
      if (root === 'testsuites') {
        fits('testsuites', rootAttributes, shapes.testsuites)
        checkTime(rootAttributes.time)
      }
      const { passed, failed, skipped } = counter.shown()
      // Of a file that is not valid nothing is shown.
      if (valid) {
        accepted = {
          passed: accepted.passed + passed,
          failed: accepted.failed + failed,
          skipped: accepted.skipped + skipped,
        }
      }
      counter = createCounter()
      valid = true
    },
    shows: () => accepted,
  }
}
