import { runProcess } from '../../../core/system/process.ts'

const magic = /[\\[\]{}()*]/g

/**
 * A file for node's command line. From Node 21 on files are globs, in which a route such as `[id].test.js` is a pattern,
 * and before that they are not: only for such a name has the node that will run to be asked which it is. Its globs find
 * no name by an escaped character, but by "any one character"; of another file that fits too, no test is chosen.
 */
export function fileArgument(file: string, program: string, cwd: string): string {
  if (file.search(magic) < 0 || nodeMajor(program, cwd) < 21) return file
  return file.replace(magic, '?')
}

/** tsx tells its own version before node's. */
function nodeMajor(program: string, cwd: string): number {
  try {
    const { stdout } = runProcess(program, ['--version'], { cwd, env: process.env })
    const [, major = ''] = /(?:^|^node )v(\d+)/m.exec(stdout.toString()) ?? []
    return Number.parseInt(major, 10)
  } catch {
    return Number.parseInt(process.versions.node, 10)
  }
}
