/** One bound of a rule, and where it comes from. */
export interface Threshold {
  readonly value: number
  readonly meaning: string
  readonly source: string
}

export type ThresholdName =
  | 'priorMean'
  | 'priorWeight'
  | 'priorLightest'
  | 'priorHeaviest'
  | 'priorTests'
  | 'priorEvents'
  | 'intervalMass'
  | 'windowRuns'
  | 'windowDays'
  | 'halfLifeRuns'
  | 'suspectedEvents'
  | 'confirmedEvents'
  | 'confirmedLower'
  | 'quarantineLower'
  | 'quarantineBlocked'
  | 'broken'
  | 'streakRuns'
  | 'liveBuilds'
  | 'liveDays'
  | 'healedMiss'
  | 'healedUpper'
  | 'orderRuns'
  | 'orderSure'
  | 'incidentShare'
  | 'incidentTests'
  | 'incidentRecovered'
  | 'incidentMachine'
  | 'incidentWorker'
  | 'incidentNetwork'
  | 'incidentSame'
  | 'rerunsUnknown'
  | 'rerunsMost'
  | 'sinceMass'
  | 'brokenA'
  | 'brokenB'

const simulated =
  'the simulator (simulation.test.ts): k >= 2 and 5 % quantile > 0.5 % is exact with and without incidents'
const own = 'our own choice'

function threshold(value: number, meaning: string, source: string): Threshold {
  return { value, meaning, source }
}

/** Every number that a verdict depends on. */
export const thresholds: Readonly<Record<ThresholdName, Threshold>> = {
  priorMean: threshold(
    0.01,
    'rate of a test of which nothing is known',
    `${own}; with the weight Beta(0.2, 19.8)`,
  ),
  priorWeight: threshold(20, 'runs that the prior is worth', own),
  priorLightest: threshold(2, 'least weight of a prior fitted to the suite', own),
  priorHeaviest: threshold(100, 'greatest weight of a prior fitted to the suite', own),
  priorTests: threshold(20, 'least tests for a prior of the suite’s own', own),
  priorEvents: threshold(5, 'least flaky events for a prior of the suite’s own', own),
  intervalMass: threshold(0.9, 'mass of the interval that is shown', 'equal tails of 5 %'),
  windowRuns: threshold(100, 'newest runs that count', 'whichever reaches further back: these or windowDays'),
  windowDays: threshold(30, 'days that count', 'whichever reaches further back: these or windowRuns'),
  halfLifeRuns: threshold(30, 'runs after a change of the test’s body that halve what was seen before', own),
  suspectedEvents: threshold(
    1,
    'flaky events: suspected',
    'one recovery may be chance: precision 0.78 in the simulation',
  ),
  confirmedEvents: threshold(2, 'flaky events: confirmed', simulated),
  confirmedLower: threshold(0.005, 'the rate’s 5 % quantile lies above: confirmed', simulated),
  quarantineLower: threshold(0.01, 'the rate’s 5 % quantile lies above: quarantine candidate', own),
  quarantineBlocked: threshold(1, 'builds blocked in a week: quarantine candidate', own),
  broken: threshold(0.99, 'probability of being broken', '2 failed reruns of an unknown test reach 0.994'),
  streakRuns: threshold(3, 'hard failures in a row: continually failing', own),
  liveBuilds: threshold(
    10,
    'newest builds in one of which a branch’s environment must have run to count',
    own,
  ),
  liveDays: threshold(7, 'or days before the newest run', own),
  healedMiss: threshold(
    0.05,
    'chance that a test as flaky as at its last event runs this long clean',
    'n >= ln 0.05 / ln(1 - p) where p is known; its posterior where it is not',
  ),
  healedUpper: threshold(0.0025, 'the rate’s 95 % quantile lies below: healed', 'half of confirmedLower'),
  orderRuns: threshold(
    2,
    'passes alone, and failures in the recorded order: order-dependent',
    'one may be chance',
  ),
  orderSure: threshold(
    0.99,
    'probability that it is the order: order-dependent, where nobody replayed the order',
    'as for broken; 3 builds in a row of an unknown test reach 0.994',
  ),
  incidentShare: threshold(
    0.005,
    'share of the tests that fail at first: incident',
    'normal builds of the simulation stay below',
  ),
  incidentTests: threshold(
    20,
    'least tests that fail at first',
    'small suites reach the share with one test',
  ),
  incidentRecovered: threshold(0.8, 'share of them that recovers', own),
  incidentMachine: threshold(
    1,
    'least failures by a full disk, memory or file table',
    'no test fills a machine by itself',
  ),
  incidentWorker: threshold(
    3,
    'least failures by a worker that died',
    'one may have been killed by its own test',
  ),
  incidentNetwork: threshold(
    5,
    'least failures by the network',
    'one refused connection is most often a test’s own server: a lower bound hides flaky tests',
  ),
  incidentSame: threshold(0.5, 'share of the failures with one cause', own),
  rerunsUnknown: threshold(
    2,
    'reruns of a test that the record does not know',
    '0.994 broken when all of them fail',
  ),
  rerunsMost: threshold(10, 'reruns at most', 'what Google reruns'),
  sinceMass: threshold(0.9, 'probability of the set of commits', own),
  brokenA: threshold(9, 'prior of a broken test’s rate: Beta(9, 1)', 'a regression fails nearly always'),
  brokenB: threshold(1, 'prior of a broken test’s rate: Beta(9, 1)', 'a regression fails nearly always'),
}
