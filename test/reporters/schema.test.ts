import { expect } from 'vitest'
import { itNeeds } from '../require-tool.ts'
import { fixture } from './oracle/fixtures.ts'
import { validate } from './schema.ts'

const flaky = fixture('jenkinsci+junit-plugin/gh-237/TEST-io.olamy.FlakyTest.xml').text
const vitest = fixture('generated/vitest-4.1.11-worker-sigkill-all-green.xml').text
const malformed = fixture('generated/mocha-junit-reporter-illegal-chars-MALFORMED.xml').text

itNeeds('xmllint', "Surefire's own report is valid by both schemas", () => {
  expect(validate(flaky, 'junit-10')).toEqual([])
  expect(validate(flaky, 'surefire')).toEqual([])
  expect(validate(fixture('jenkinsci+xunit-plugin/junit/testcase6/input.xml').text, 'junit-10')).toEqual([])
})

itNeeds('xmllint', 'what is wrong is told by line', () => {
  expect(validate(vitest, 'junit-10')[0]).toMatch(/-:2: .*attribute 'time'.*0\.002498126/)
  expect(validate(vitest, 'surefire')[0]).toMatch(/'testsuites': No matching global declaration/)
  expect(validate(malformed, 'junit-10')).not.toEqual([])
  expect(validate('', 'junit-10')).not.toEqual([])
})
