import { join } from 'node:path'
import { directoryStore } from '../../core/system/store/directory-store.ts'
import { openRecord } from '../../flaky/record.ts'
import { flaked, plantedTest, seen } from '../planted-record.ts'
import { attemptsOf, type PlantedProject, type Told } from './project.ts'

/** A project in which the truth is known, because it was planted. */
export interface Plant {
  readonly truth: Told
  /** For the docs: what was planted. */
  readonly what: string
  /** Plays its builds, oldest first; the test that it is about is called `planted`. */
  readonly play: (project: PlantedProject) => Promise<void>
}

export const plantedName = 'planted'

const fails = `throw new TypeError('x is not a function')`

async function builds(project: PlantedProject, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number += 1) await project.build(number)
}

export const plants: readonly Plant[] = [
  {
    truth: 'passed',
    what: 'passes in 3 builds',
    async play(project) {
      project.tests({ planted: '' })
      await builds(project, 1, 3)
    },
  },
  {
    truth: 'flaky-suspected',
    what: 'a race that has shown itself once, in the second of 4 builds',
    async play(project) {
      project.tests({ planted: `if (attempt === 2) throw new Error('the clock did not tick')` })
      await builds(project, 1, 4)
    },
  },
  {
    truth: 'flaky-confirmed',
    what: 'fails in 4 of 10 attempts by a seeded chance, 8 builds',
    async play(project) {
      project.tests({ planted: `if (chance(3, attempt) < 0.4) throw new Error('the clock did not tick')` })
      await builds(project, 1, 8)
    },
  },
  {
    truth: 'failed',
    what: 'fails once, and nobody reruns it (`--reruns 0`)',
    async play(project) {
      project.tests({ planted: '' })
      await builds(project, 1, 2)
      project.tests({ planted: fails })
      await project.build(3, '--reruns', '0')
    },
  },
  {
    truth: 'broken',
    what: 'green, and broken by the newest change',
    async play(project) {
      project.tests({ planted: '' })
      await builds(project, 1, 2)
      project.tests({ planted: fails })
      await project.build(3)
    },
  },
  {
    truth: 'continually-failing',
    what: 'green, and broken for 3 builds',
    async play(project) {
      project.tests({ planted: '' })
      await project.build(1)
      project.tests({ planted: fails })
      await builds(project, 2, 4)
    },
  },
  {
    truth: 'order-dependent',
    what: 'green, until a test before it leaves a global behind; 3 builds since',
    async play(project) {
      const victim = `if (globalThis.left) throw new Error('the cart is not empty')`
      project.tests({ 'fills the cart': '', planted: victim })
      await builds(project, 1, 2)
      project.tests({ 'fills the cart': 'globalThis.left = true', planted: victim })
      await builds(project, 3, 5)
    },
  },
  {
    truth: 'incident',
    what: 'the disk is full in the newest of 3 builds, and not any more when it runs again',
    async play(project) {
      const full = (first: number): string =>
        `if (attempt === ${first}) throw new Error('ENOSPC: no space left on device, write')`
      project.tests({ planted: '' })
      await builds(project, 1, 2)
      project.tests({ planted: full(attemptsOf(project, plantedName) + 1) })
      await project.build(3)
    },
  },
  {
    truth: 'healed',
    what: 'flaked in 4 of its first 12 builds, and never in the 48 after them (a written record)',
    async play(project) {
      project.tests({ planted: '' })
      const record = openRecord(directoryStore(join(project.directory, '.cd-gate/record')))
      const now = Date.now()
      for (let number = 1; number <= 60; number += 1) {
        const at = now - (60 - number) * 3_600_000
        const ref = {
          id: String(number),
          shard: '',
          at,
          branch: 'main',
          commit: `c${number}`,
          environment: 'x',
        }
        const isFlaky = number <= 12 && number % 3 === 0
        const all = ['adds', 'subtracts', 'multiplies'].map(name => seen(plantedTest(name), null))
        const own = seen(plantedTest(plantedName), isFlaky ? flaked('Error: a race that was mended') : null)
        await record.append(ref, [own, ...all], true)
      }
    },
  },
  {
    truth: 'quarantined',
    what: 'broken for 3 builds, and that failure is excused',
    async play(project) {
      project.tests({ planted: fails })
      await builds(project, 1, 2)
      const terms = ['--owner', 'ada', '--reason', 'known, #1', '--expires', '2999-12-31']
      await project.ask('quarantine', 'add', plantedName, ...terms)
      await project.build(3)
    },
  },
]
