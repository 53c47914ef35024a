import { join } from 'node:path'
import type { TestCase } from '../../core/test-run.ts'
import { expandTemplate, readTemplate } from './generic/template.ts'
import type { FlakyRunner, Invocation, RunPlace, WantedTest } from './runner.ts'

/** How to run again with a runner that is not known. */
export interface GenericSettings {
  /** A command with placeholders; `null`: nothing can run again. */
  readonly rerunCommand: string | null
}

/**
 * Any other runner. The command writes its own XUnit, where `--xunit` says; how to run tests again is a template.
 * @throws GateError flaky.bad-template
 */
export function genericRunner({ rerunCommand }: GenericSettings): FlakyRunner {
  const template = rerunCommand === null ? null : readTemplate(rerunCommand)
  return {
    name: 'generic',
    detect: () => false,
    record: argv => ({ command: argv as [string, ...string[]], env: {}, files: {} }),
    rerun(_, wanted, place) {
      if (template === null) return []
      return expandTemplate(template, wanted).map(({ command, list }, index) =>
        invocation(command, list, index, place),
      )
    },
    isSame,
  }
}

function invocation(
  command: (list: string) => readonly [string, ...string[]],
  lines: readonly string[] | null,
  index: number,
  { directory }: RunPlace,
): Invocation {
  const list = join(directory, `tests-${index + 1}.txt`)
  return {
    command: command(list),
    env: {},
    files: lines === null ? {} : { [list]: lines.map(line => `${line}\n`).join('') },
  }
}

/** Foreign reports have no ids: a test is its class and its name, and its file where both reports tell it. */
function isSame(wanted: WantedTest, { id, name, classname, file }: TestCase): boolean {
  if (id !== '') return wanted.id === id
  const files = wanted.file === null || file === null || wanted.file === file
  return wanted.name === name && wanted.classname === classname && files
}
