import { basename } from 'node:path'
import type { Ci } from '../../core/ci.ts'
import { runProcess } from '../../core/system/process.ts'
import { checkedOutBranch, repositoryRoot, testedCommit } from '../../core/system/repository.ts'
import { compareUrl, hostedAt } from '../../notifiers/hosts.ts'
import type { AlertBuild } from '../../notifiers/model.ts'
import type { NotifyOptions } from '../../notifiers/options.ts'
import type { World } from '../command.ts'

/** What is known of the build from the CI, the repository and the options; the options win. */
export function buildFacts(options: NotifyOptions, ci: Ci | null, world: World): Omit<AlertBuild, 'diffUrl'> {
  const root = repositoryRoot(world.cwd)
  const hosted = hostedAt(git(['config', '--get', 'remote.origin.url'], root, world.env) ?? '')
  const commit = ci?.commit ?? testedCommit(root, world.env)
  return {
    repository: options.repository ?? hosted?.name ?? basename(root),
    job: options.job ?? ci?.job ?? null,
    branch: options.branch ?? ci?.branch ?? (ci?.tag ? null : checkedOutBranch(root)),
    tag: ci?.tag ?? null,
    change: ci?.change ? { id: ci.change.id, url: ci.change.url } : null,
    commit,
    subject: commit === null ? null : git(['log', '-1', '--format=%s', commit, '--'], root, world.env),
    number: ci?.buildNumber ?? null,
    url: ci?.buildUrl ?? null,
    pageUrl: options.page,
  }
}

/** Where people see what changed since the last green build. */
export function diffUrlOf(lastGreen: string | null, commit: string | null, world: World): string | null {
  if (lastGreen === null || commit === null || lastGreen === commit) return null
  const hosted = hostedAt(
    git(['config', '--get', 'remote.origin.url'], repositoryRoot(world.cwd), world.env) ?? '',
  )
  return hosted && compareUrl(hosted, lastGreen, commit)
}

/** A line of git's; `null` where git is not there or has nothing to say. */
function git(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string | null {
  try {
    const { code, stdout } = runProcess('git', args, { cwd, env })
    const line = stdout.toString().trim()
    return code === 0 && line !== '' ? line : null
  } catch {
    return null
  }
}
