import { hash } from 'node:crypto'
import type { Store } from '../core/system/store/store.ts'
import { testId } from '../core/test-id.ts'
import type { BuildRef, Exception, TestRef } from '../flaky/model.ts'
import { type Observation, openRecord } from '../flaky/record.ts'

/** A record in which each verdict has a test of its own, and names are as bad as names get. */

const HOUR = 60 * 60 * 1_000
/** When the newest of the builds ran, and a little later. */
const newest: number = Date.UTC(2026, 10, 24, 9)
export const plantedNow: number = newest + HOUR

export const plantedBuilds: number = 60

export function commitOf(build: number): string {
  return build.toString(16).padStart(2, '0').repeat(20)
}

export function plantedBuild(build: number, branch = 'main'): BuildRef {
  return {
    id: `${branch}-${build}`,
    shard: '',
    at: newest - (plantedBuilds - 1 - build) * HOUR,
    branch,
    commit: commitOf(build),
    environment: 'linux-x64-node24',
  }
}

export function plantedTest(
  name: string,
  file: string = 'src/cart.test.ts',
  classname = 'src.cart_test',
): TestRef {
  return {
    id: testId({ project: '', file, titlePath: [name], ordinal: 1 }),
    name,
    classname,
    file,
    project: '',
  }
}

export function failed(message: string, more: Partial<Exception> = {}): Exception {
  return {
    result: 'failed',
    failures: 3,
    attempts: 3,
    fingerprint: hash('sha256', message).slice(0, 16),
    message,
    durationMs: 1_200,
    quarantined: false,
    ...more,
  }
}

export function flaked(message: string, more: Partial<Exception> = {}): Exception {
  return failed(message, { result: 'flaky', failures: 1, attempts: 2, ...more })
}

const long = 'a-name-without-any-space-'.repeat(400)

type Name =
  | 'steady'
  | 'keepsFailing'
  | 'fails'
  | 'flaky'
  | 'alike'
  | 'suspected'
  | 'healed'
  | 'quarantined'
  | 'control'
  | 'markup'
  | 'shell'
  | 'long'

export const planted: Readonly<Record<Name, TestRef>> = {
  steady: plantedTest('adds two numbers'),
  keepsFailing: plantedTest('charges the card', 'src/pay.test.ts', 'src.pay_test.card'),
  fails: plantedTest('sends the receipt', 'src/pay.test.ts', 'src.pay_test.mail'),
  flaky: plantedTest('waits for the clock', 'src/clock.test.ts', 'src.clock_test'),
  alike: plantedTest('waits for the other clock', 'src/clock.test.ts', 'src.clock_test'),
  suspected: plantedTest('opens a port', 'src/net.test.ts', 'src.net_test'),
  healed: plantedTest('was flaky once', 'src/old.test.ts', 'src.old_test'),
  quarantined: plantedTest('rounds to cents', 'src/money.test.ts', 'src.money_test'),
  control: plantedTest('rings\u0007 the \u001b[31mbell\u202e\n::error::and more\u0000', 'src/bell.test.ts'),
  markup: plantedTest('<script>alert("1")</script> & `code` [link](http://x) | @org #1', 'src/<b>.test.ts'),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a name as a shell would read it
  shell: plantedTest('$(rm -rf ~) `id` \'quoted\' "double" .*+?^${}()|[]\\', 'src/shell.test.ts'),
  long: plantedTest(long, 'src/long.test.ts', long),
}

/** What becomes of each in a build; `null`: it passes at once. */
const fates: Readonly<Record<Name, (build: number) => Exception | null>> = {
  steady: () => null,
  keepsFailing: build => (build >= 54 ? failed('AssertionError: expected 402 to be 200') : null),
  fails: build => (build === 59 ? failed('Error: no mail came', { failures: 2, attempts: 2 }) : null),
  flaky: build => (build % 9 === 4 ? flaked('Error: the clock did not tick within 100 ms') : null),
  alike: build => (build % 20 === 4 ? flaked('Error: the clock did not tick within 100 ms') : null),
  suspected: build => (build === 40 ? flaked('Error: listen EADDRINUSE: address already in use') : null),
  healed: build => (build < 12 && build % 3 === 0 ? flaked('Error: a race that was mended') : null),
  quarantined: build =>
    build % 7 === 6
      ? failed('AssertionError: expected 0.30000000000000004 to be 0.3', { quarantined: true })
      : null,
  control: build =>
    build % 11 === 5 ? flaked('Error: \u001b[31mred\u001b[0m\n::error::of its message\u0000') : null,
  markup: build => (build % 13 === 5 ? flaked('<img src=x onerror="alert(1)"> & </code> @all') : null),
  shell: build => (build >= 57 ? failed('Error: $(touch /tmp/never) `id`') : null),
  long: build => (build % 17 === 5 ? flaked(`Error: ${'x'.repeat(190)}`) : null),
}

/** In this build the disk was full for a while. */
const incidentBuild = 30
const crowd = Array.from({ length: 40 }, (_, index) =>
  plantedTest(`works ${index + 1}`, `src/many/${index % 8}.test.ts`),
)

export function plantedObservations(build: number): readonly Observation[] {
  const named = (Object.keys(planted) as Name[]).map(name => seen(planted[name], fates[name](build)))
  const full = flaked('Error: ENOSPC: no space left on device, write')
  const others = crowd.map((test, index) => seen(test, build === incidentBuild && index < 25 ? full : null))
  return [...named, ...others]
}

export function seen(test: TestRef, exception: Exception | null): Observation {
  return { test, exception, ran: true, durationMs: 300 }
}

export async function plantRecord(store: Store): Promise<void> {
  const record = openRecord(store)
  for (let build = 0; build < plantedBuilds; build += 1)
    await record.append(plantedBuild(build), plantedObservations(build), true)
}
