import type { Delivery, MessageTemplate } from '../../notifiers/contract.ts'
import type { Alert } from '../../notifiers/model.ts'
import { failedTest, sampleAlert } from './sample-alert.ts'

export interface MailSample {
  readonly delivery: Delivery
  readonly template: MessageTemplate | null
}

function sample(changes: Partial<Alert>, ageMs = 0, template: MessageTemplate | null = null): MailSample {
  return { delivery: { alert: sampleAlert(changes), to: ['team@lab.test'], ageMs }, template }
}

const detail = `AssertionError: expected 1 to be 2 // Object.is equality
    at src/pay.test.ts:12:3
    at /home/ci/workspace/pay/node_modules/vitest/dist/chunks/runner.abcdef.js:1234:56`
const log = Array.from({ length: 60 }, (_, line) =>
  line % 7 === 3
    ? `${line} npm error code ELIFECYCLE, in a line that is so long that it does not fit on any telephone and on few screens`
    : `${line} \u001b[32m✓\u001b[0m src/cart/total-${line}.test.ts (12 tests) 34ms`,
).join('\n')

const failures = Array.from({ length: 24 }, (_, index) => ({
  ...failedTest,
  id: `t${index}`,
  name: `pay > with card ${index} > refuses an empty card and says which field is missing`,
  line: 12 + index,
  detail,
  isNew: index < 2,
}))

const hostileText = `<script>alert(1)</script>\u202e<img src=https://evil.test/x>${'x'.repeat(400)}`

/** What mails look like: each is looked at as a page. */
export const mailSamples: Readonly<Record<string, MailSample>> = {
  broken: sample({
    failures: [{ ...failedTest, detail }],
    coverage: '3 of 5 changed lines are covered (60 %), at least 80 % wanted: fail',
    reasons: ['coverage of the change is 60 %, at least 80 % wanted'],
    flakyCount: 2,
    quarantinedCount: 1,
    log,
    attachments: [{ name: 'junit.xml', type: 'application/xml', text: '<testsuites/>' }],
    build: { ...sampleAlert().build, pageUrl: 'https://ci.lab.test/job/pay/42/report/' },
  }),
  still: sample(
    { event: 'still-broken', previous: 'FAILURE', failures, failureCount: 31, newFailureCount: 2, log },
    3 * 3_600_000,
  ),
  fixed: sample({
    event: 'fixed',
    status: 'SUCCESS',
    previous: 'FAILURE',
    failures: [],
    failureCount: 0,
    newFailureCount: 0,
    blame: { kind: 'nobody', suspects: [], why: '' },
    coverage: '5 of 5 changed lines are covered (100 %)',
  }),
  unstable: sample({ event: 'unstable', status: 'UNSTABLE' }),
  hostile: sample({
    build: { ...sampleAlert().build, repository: hostileText, branch: hostileText, subject: hostileText },
    failures: [
      { ...failedTest, name: hostileText, file: hostileText, message: hostileText, detail: hostileText },
    ],
    reasons: [hostileText],
    coverage: hostileText,
    log: hostileText,
  }),
  template: sample(
    {},
    180_000,
    ({ build }) => `Build ${build.number} of ${build.branch} broke.\n\nPlease look at it.`,
  ),
}
