import { isAbsolutePath, normalizePath } from '../../../core/paths.ts'
import { splitAttachments } from '../read-values.ts'
import {
  type Consumer,
  type ConsumerView,
  caseName,
  createCounter,
  type Find,
  has,
  problemsOf,
  type Status,
} from './consumer.ts'
import { createSeen } from './seen.ts'

const MiB = 1 << 20

/** GitLab's unit test reports, by its documentation and parser. */
export const gitlab: Consumer = {
  name: 'gitlab',
  title: 'GitLab',
  rules: [
    {
      name: 'gitlab.duplicate-lost',
      severity: 'warning',
      says: 'of tests with one suite, class and name only one is kept',
    },
    { name: 'gitlab.too-large', severity: 'warning', says: 'a file of more than 30 MB is not read' },
    {
      name: 'gitlab.too-complex',
      severity: 'warning',
      says: 'a file of more than about 250,000 XML objects is not read: split it',
    },
    {
      name: 'gitlab.absolute-file',
      severity: 'warning',
      says: 'file is linked only where it is relative to the project',
    },
    {
      name: 'gitlab.no-file',
      severity: 'note',
      says: 'a failed test without a file attribute has no link to its source',
    },
    { name: 'gitlab.retries-unread', severity: 'note', says: 'flaky and rerun attempts are not read' },
    { name: 'gitlab.attachment-missing', severity: 'warning', says: 'an attached file does not exist' },
    {
      name: 'gitlab.attachment-unread',
      severity: 'note',
      says: 'only the first attachment of a failed test is shown',
    },
  ],
  look,
}

function look(find: Find): ConsumerView {
  const counter = createCounter()
  const seen = createSeen()
  let objects = 0
  return {
    suite: (suite, facts) => {
      objects += 1 + Object.keys(suite.attributes).length + suite.properties.length * 3
      for (const test of suite.cases) {
        const name = caseName(test)
        const problems = problemsOf(test)
        const status: Status = problems.length > 0 ? 'failed' : has(test, 'skipped') ? 'skipped' : 'passed'
        objects +=
          1 +
          Object.keys(test.attributes).length +
          test.results.length * 4 +
          test.stdout.length +
          test.stderr.length
        objects += test.properties.length * 3
        if (seen([suite.attributes.name ?? '', test.attributes.classname ?? '', name, status])) {
          find('gitlab.duplicate-lost', name)
        } else counter.add(status)
        const file = test.attributes.file
        if (file !== undefined && isAbsolutePath(normalizePath(file))) find('gitlab.absolute-file', file)
        if (status === 'failed' && !file) find('gitlab.no-file', name)
        if (test.results.some(({ element }) => /^(flaky|rerun)/.test(element)))
          find('gitlab.retries-unread', name)
        const { attachments } = splitAttachments(test.stdout.join(''))
        if (attachments.length > 1 || (attachments.length === 1 && status !== 'failed'))
          find('gitlab.attachment-unread', name)
        for (const path of attachments) if (!facts.exists(path)) find('gitlab.attachment-missing', path)
      }
    },
    report: (_, facts) => {
      if (facts.bytes > 30 * MiB) find('gitlab.too-large', `${Math.round(facts.bytes / MiB)} MB`)
      if (objects > 250_000) find('gitlab.too-complex', `about ${objects} objects`)
      objects = 0
    },
    shows: counter.shown,
  }
}
