import { posix } from 'node:path'
import { importVitest } from './installed.ts'
import type { VitestJob } from './job.ts'
import { rerunSelected } from './rerun.ts'
import type { VitestInstance, VitestNode, VitestOptions } from './vitest-node.ts'

/** Our reporter's module: it is handed over, for this module knows no reporter. */
export interface ReporterModule {
  readonly VitestReporter: new (options?: unknown) => object
}

/** Does what vitest's own command does with these arguments, our reporter beside the others; or a rerun. */
export async function runVitest(job: VitestJob, reporter: ReporterModule): Promise<void> {
  try {
    const vitest = await importVitest(job.program, process.cwd(), process.env.PATH ?? '')
    const { filter, options } = parse(vitest, process.argv.slice(2))
    Object.assign(process.env, { TEST: 'true', VITEST: 'true', NODE_ENV: process.env.NODE_ENV ?? 'test' })
    if (job.selection === null) await runAsGiven(vitest, filter, options, reporter)
    else
      await rerunSelected(
        vitest,
        options,
        { ...job, selection: job.selection },
        new reporter.VitestReporter(),
      )
  } catch (error) {
    console.error(error)
    process.exitCode ||= 1
    process.exit()
  }
}

function parse(vitest: VitestNode, args: readonly string[]): { filter: string[]; options: VitestOptions } {
  // `bench` and `list` are refused before; watching would never end.
  const { filter, options } = vitest.parseCLI(['vitest', ...args])
  const { exclude, typecheck } = options as {
    exclude?: unknown
    typecheck?: { only?: boolean; enabled?: boolean }
  }
  // Under this name the command's excludes are added to those of the configuration.
  if (exclude !== undefined) options.cliExclude = [exclude].flat()
  delete options.exclude
  if (filter.some(each => each.includes(':'))) options.includeTaskLocation ??= true
  if (typeof typecheck?.only === 'boolean') typecheck.enabled ??= true
  return { filter, options: { ...options, run: true, watch: false } }
}

async function runAsGiven(
  node: VitestNode,
  filter: readonly string[],
  options: VitestOptions,
  { VitestReporter }: ReporterModule,
): Promise<void> {
  const vitest = await node.createVitest('test', options)
  if (!vitest.reporters.some(isOurs)) vitest.reporters.push(new VitestReporter())
  try {
    await vitest.start(filter.map(each => posix.normalize(each.replaceAll('\\', '/'))))
  } catch (error) {
    tellStartError(vitest, error)
  }
  await vitest.exit()
}

/** The project has ours already, perhaps of another copy of this package; it is told by the names of its classes. */
function isOurs(reporter: object): boolean {
  const own = reporter.constructor
  const base = Object.getPrototypeOf(own) as { readonly name?: string } | null
  return own.name === 'VitestReporter' && base?.name === 'RecordingReporter'
}

function tellStartError(vitest: VitestInstance, error: unknown): void {
  // vitest has told that it found no file, and set the exit code that the configuration asks for.
  if ((Object(error) as { code?: unknown }).code === 'VITEST_FILES_NOT_FOUND') return
  process.exitCode = 1
  vitest.logger.printError(error, { fullStack: true, type: 'Unhandled Error' })
}
