import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileSelection } from '../selection.ts'
import { createSelector } from '../selector.ts'
import type { VitestJob } from './job.ts'
import type {
  TestModule,
  TestModules,
  TestNode,
  VitestInstance,
  VitestNode,
  VitestOptions,
  VitestProject,
} from './vitest-node.ts'

type RerunJob = VitestJob & { readonly selection: readonly FileSelection[] }

/** Runs the chosen tests alone, whatever else the arguments and the configuration select. */
export async function rerunSelected(
  node: VitestNode,
  options: VitestOptions,
  job: RerunJob,
  reporter: object,
): Promise<void> {
  const vitest = await node.createVitest('test', { ...options, ...overrides })
  vitest.reporters.push(reporter)
  vitest.resetGlobalTestNamePattern?.()
  for (const { config } of [vitest, ...vitest.projects])
    Object.assign(config, { testNamePattern: undefined, tagsFilter: undefined, retry: 0 })
  const places = placesOf(vitest, job.selection)
  const byId = Number.parseInt(node.version, 10) >= 4
  if (!byId) useFilter(vitest, job)
  await (vitest.standalone?.() ?? vitest.init())
  const specifications = byId ? await chooseById(vitest, places) : places.map(each => specificationOf(each))
  const ran = specifications.length > 0 && someRan(await vitest.runTestSpecifications(specifications, false))
  if (!ran) process.exitCode ||= 1
  await vitest.exit()
}

/** A file of which every test is left out passes in vitest's eyes. */
function someRan({ testModules }: TestModules): boolean {
  const ran = ({ children }: { readonly children?: Iterable<TestNode> }): boolean =>
    [...(children ?? [])].some(node =>
      node.type === 'suite' ? ran(node) : ['passed', 'failed'].includes(node.result?.().state ?? ''),
    )
  return testModules.some(ran)
}

/** What could hide a failure, leave a wanted test out, run another one, or write over what the first run wrote. */
const overrides: VitestOptions = {
  reporter: ['default'],
  outputFile: undefined,
  retry: 0,
  bail: 0,
  coverage: { enabled: false },
  shard: undefined,
  testNamePattern: undefined,
  tagsFilter: undefined,
  changed: undefined,
  related: undefined,
  onlyFailures: undefined,
  passWithNoTests: false,
  dangerouslyIgnoreUnhandledErrors: false,
  mergeReports: undefined,
  standalone: false,
  ui: false,
  // Alone: nothing else takes the machine.
  fileParallelism: false,
}

interface Place {
  readonly project: VitestProject
  readonly selection: FileSelection
  readonly typecheck: boolean
}

/** Our reporter names a project's type checks after it. */
function placesOf({ projects }: VitestInstance, selection: readonly FileSelection[]): readonly Place[] {
  return selection.flatMap((each): readonly Place[] => {
    const project = projects.find(({ name }) => name === each.project)
    if (project) return [{ project, selection: each, typecheck: false }]
    const checked = projects.find(({ name }) => `${name} typecheck`.trim() === each.project)
    return checked ? [{ project: checked, selection: each, typecheck: true }] : []
  })
}

function specificationOf({ project, selection, typecheck }: Place, testIds?: readonly string[]): object {
  const { file } = selection
  if (typecheck) return project.createSpecification(file, [], 'typescript')
  return testIds === undefined
    ? project.createSpecification(file)
    : project.createSpecification(file, { testIds })
}

/** vitest's ids are known once it has collected a file; a file with nothing to run is not run. */
async function chooseById(vitest: VitestInstance, places: readonly Place[]): Promise<readonly object[]> {
  const unknown = places.filter(({ selection, typecheck }) => !selection.whole && !typecheck)
  const { testModules } = await vitest.collectTests(unknown.map(each => specificationOf(each)))
  return places.flatMap(place => {
    if (!unknown.includes(place)) return [specificationOf(place)]
    const module = testModules.find(
      ({ moduleId, project }) =>
        moduleId === place.selection.file.replaceAll('\\', '/') && project.name === place.project.name,
    )
    const ids = module ? idsIn(module, place.selection) : []
    return ids.length > 0 ? [specificationOf(place, ids)] : []
  })
}

function idsIn(module: TestModule, selection: FileSelection): readonly string[] {
  const selector = createSelector(selection)
  const walk = (children: Iterable<TestNode>, around: readonly string[]): readonly string[] =>
    [...children].flatMap(node => {
      const titlePath = [...around, node.name]
      if (node.type === 'suite') return walk(node.children ?? [], titlePath)
      return selector.test(titlePath) === 'run' ? [node.id] : []
    })
  return walk(module.children, [])
}

/**
 * vitest 3 knows lines alone, which tests of one table or loop share. Therefore a setup file, run by each worker before
 * each test file, takes out what is not wanted. It is a file of its own outside any package, for vitest would load one of
 * a package once a process.
 */
function useFilter(vitest: VitestInstance, { directory, filter, selection }: RerunJob): void {
  const path = join(directory, 'cd-gate-filter.js')
  const lines = [
    `import { beforeAll } from 'vitest'`,
    `import { getHooks } from 'vitest/suite'`,
    `import { keepSelected } from ${JSON.stringify(fileURLToPath(filter))}`,
    `beforeAll(file => keepSelected(file, getHooks, ${JSON.stringify(selection)}))`,
  ]
  writeFileSync(path, `${lines.join('\n')}\n`)
  for (const { config } of vitest.projects) config.setupFiles.unshift(path)
}
