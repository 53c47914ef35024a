import { relative, resolve } from 'node:path'
import { GateError } from '../../core/errors.ts'
import { locatePaths, type Place } from '../../core/locate/locate.ts'
import { repositoryPaths } from '../../core/locate/repository-paths.ts'
import { normalizePath } from '../../core/paths.ts'
import { listFiles, openRepository } from '../../core/system/git.ts'
import { expandGlob } from '../../core/system/globs.ts'
import { directoryInside } from '../../core/system/place.ts'
import { visible } from '../../core/text.ts'
import { COVERED, type LineStates, MISSED } from '../../coverage-gate/model.ts'
import { readReport } from '../../coverage-gate/report-files.ts'
import type { World } from '../command.ts'
import type { MeasuredFile } from './notify-evidence.ts'

/**
 * Which lines ran, by coverage reports of any format that the gate reads: evidence for blame, and no verdict. A report that
 * cannot be read is said to be so, and is no evidence.
 */
export async function measuredFiles(
  globs: readonly string[],
  { cwd, env, log }: World,
): Promise<readonly MeasuredFile[]> {
  if (globs.length === 0) return []
  const all: MeasuredFile[] = []
  const attempt = async (name: string, read: () => Promise<void>): Promise<void> => {
    try {
      await read()
    } catch (error) {
      if (!(error instanceof GateError)) throw error
      log(`cd-gate: ${visible(name)} is no evidence of who did it: ${error.message}`)
    }
  }
  await attempt('coverage', async () => {
    const repository = await openRepository(cwd, env)
    const paths = repositoryPaths(await listFiles(repository, 'worktree'))
    const place: Place = { tops: [normalizePath(repository.top)], cwd: repository.prefix, mappings: [] }
    for (const glob of globs) {
      const files = await expandGlob(glob, cwd)
      if (files.length === 0) log(`cd-gate: no coverage report matches ${visible(glob)}`)
      for (const file of files) {
        const name = relative(cwd, resolve(file))
        await attempt(name, async () => {
          const report = await readReport(file, name, () => null)
          const locations = locatePaths(
            { paths: report.files.map(each => each.path), sources: report.sources },
            directoryInside(file, repository.top),
            place,
            paths,
          )
          for (const [index, { lines }] of report.files.entries()) {
            const location = locations[index]
            if (location?.kind === 'found') all.push(measured(location.path, lines))
          }
        })
      }
    }
  })
  return all
}

function measured(file: string, lines: LineStates): MeasuredFile {
  const of = (state: number) => [...lines.keys()].filter(line => lines[line] === state)
  return { file, covered: of(COVERED), missed: of(MISSED), test: null }
}
