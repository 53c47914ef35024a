import { readdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gateError } from '../../core/errors.ts'
import { reasonOf } from '../../core/system/files.ts'
import { isPartOf } from '../../reporters/report-names.ts'

/**
 * Takes an earlier run's merged report away, all its parts, before anything is run: a run that is killed must not leave
 * yesterday's green in today's place. It is `….previous` then. What is no file of its own (a device, a pipe) stays.
 * @param output absolute
 * @throws GateError output.unwritable when it cannot be taken away
 */
export function vacateOutput(output: string): void {
  const directory = dirname(output)
  for (const name of namesIn(directory).filter(each => isPartOf(each, output))) {
    const file = join(directory, name)
    try {
      const found = statSync(file, { throwIfNoEntry: false })
      if (found?.isDirectory()) throw Object.assign(new Error('a directory'), { code: 'EISDIR' })
      if (found?.isFile()) renameSync(file, `${file}.previous`)
    } catch (error) {
      throw gateError('output.unwritable', { file, why: reasonOf(error) }, error)
    }
  }
}

/** None where there is no such directory, or none that can be read: whoever writes there says what is wrong. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
