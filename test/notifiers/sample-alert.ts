import type { Alert, FailedTest } from '../../notifiers/model.ts'

export const alice = { name: 'Alice', email: 'alice@lab.test', known: true, accounts: { irc: 'alice' } }

export const failedTest: FailedTest = {
  id: 't1',
  name: 'pay > refuses an empty card',
  classname: 'src.pay',
  file: 'src/pay.test.ts',
  line: 12,
  message: 'expected 1 to be 2',
  detail: 'AssertionError: expected 1 to be 2\n    at src/pay.test.ts:12:3',
  isNew: true,
}

/** A usual alert: main broken by one commit of Alice's. */
export function sampleAlert(changes: Partial<Alert> = {}): Alert {
  return {
    schema: 'cd-gate/alert/1',
    id: '0123456789abcdef0123456789abcdef',
    event: 'broken',
    status: 'FAILURE',
    previous: 'SUCCESS',
    at: Date.UTC(2026, 10, 24, 12),
    build: {
      repository: 'acme/pay',
      job: 'main build',
      branch: 'main',
      tag: null,
      change: null,
      commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
      subject: 'Charge cards at once',
      number: '42',
      url: 'https://ci.lab.test/job/pay/42/',
      diffUrl: 'https://github.com/acme/pay/compare/0f0f0f0...1a2b3c4',
      pageUrl: null,
    },
    breakage: {
      id: 'feedfacefeedfacefeedfacefeedface',
      firstBadCommit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
      since: Date.UTC(2026, 10, 24, 12),
      told: {},
    },
    failures: [failedTest],
    failureCount: 1,
    newFailureCount: 1,
    flakyCount: 0,
    quarantinedCount: 0,
    reasons: [],
    coverage: null,
    blame: {
      kind: 'one',
      suspects: [
        {
          person: alice,
          commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
          subject: 'Charge cards at once',
          reason: '1a2b3c4 touches src/pay.ts:40, run by the failing src/pay.test.ts',
        },
      ],
      why: '',
    },
    log: '',
    attachments: [],
    ...changes,
  }
}
