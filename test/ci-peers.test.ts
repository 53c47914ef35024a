import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
// @ts-expect-error env-ci has no types
import envCi from 'env-ci'
import { expect, test } from 'vitest'
import { detectCi } from '../core/ci.ts'
import { type CiEnvironment, ciEnvironments } from './ci-environments.ts'
import { temporaryDirectory } from './repository.ts'

interface KnownDifference {
  readonly peer: 'ci-info' | 'env-ci'
  readonly field: string
  /** The recorded environments in which the two differ. */
  readonly in: readonly string[]
  readonly why: string
}

/** Each is looked at by hand; what a peer leaves unsaid is in their column too. */
const known: readonly KnownDifference[] = [
  {
    peer: 'ci-info',
    field: 'title',
    in: ['jenkins-classic'],
    why: 'it asks for JENKINS_URL, which stands only where an administrator configured it',
  },
  { peer: 'ci-info', field: 'title', in: ['other'], why: 'a CI without a name is `isCI` alone there' },
  {
    peer: 'ci-info',
    field: 'isChange',
    in: ['github-pull-request-target'],
    why: 'it knows the event pull_request only',
  },
  {
    peer: 'ci-info',
    field: 'isChange',
    in: ['jenkins-gerrit', 'jenkins-gitlab'],
    why: 'it knows CHANGE_ID and ghprbPullId only',
  },
  {
    peer: 'ci-info',
    field: 'isChange',
    in: ['teamcity-pull-request'],
    why: 'it does not read the properties files',
  },
  {
    peer: 'ci-info',
    field: 'isChange',
    in: ['woodpecker-pull-request'],
    why: 'it reads CI_BUILD_EVENT, which Woodpecker 1.0 renamed to CI_PIPELINE_EVENT',
  },
  ...['branch', 'commit'].map(field => ({
    peer: 'env-ci' as const,
    field,
    in: ['jenkins-classic'],
    why: 'it asks for JENKINS_URL, and falls back to the git repository in the working directory',
  })),
  {
    peer: 'env-ci',
    field: 'commit',
    in: ['jenkins-ghprb'],
    why: "it prefers the pull request's own commit to the merge that is checked out; the head is what we compare",
  },
  {
    peer: 'env-ci',
    field: 'branch',
    in: ['azure-tag', 'github-tag', 'gitlab-tag', 'jenkins-tag', 'travis-tag'],
    why: 'a tag is no branch',
  },
  {
    peer: 'env-ci',
    field: 'tag',
    in: ['azure-tag', 'github-tag', 'jenkins-tag'],
    why: 'it names no tag on these',
  },
  {
    peer: 'env-ci',
    field: 'branch',
    in: ['circleci-fork', 'github-pull-request', 'github-pull-request-target', 'jenkins-change'],
    why: "it takes the host's name for the change (pull/7, PR-7) for the source branch",
  },
  {
    peer: 'env-ci',
    field: 'branch',
    in: ['jenkins-gerrit'],
    why: '"detached" is how the git plugin says that there is no branch',
  },
  {
    peer: 'env-ci',
    field: 'branch',
    in: ['teamcity-default-branch', 'teamcity-pull-request'],
    why: 'it reads the logical branch name only',
  },
  {
    peer: 'env-ci',
    field: 'target',
    in: ['jenkins-change', 'jenkins-gerrit'],
    why: 'it reads neither CHANGE_TARGET nor GERRIT_*',
  },
  ...['isChange', 'change', 'target'].map(field => ({
    peer: 'env-ci' as const,
    field,
    in: ['bitbucket-pull-request', 'teamcity-pull-request'],
    why: 'it sees no pull requests on these',
  })),
  ...['isChange', 'change'].map(field => ({
    peer: 'env-ci' as const,
    field,
    in: ['jenkins-gerrit'],
    why: 'it does not know Gerrit Trigger',
  })),
  {
    peer: 'env-ci',
    field: 'change',
    in: ['gitlab-merge-request', 'gitlab-merged-results', 'jenkins-gitlab'],
    why: "GitLab's id counts over all projects; people see the iid",
  },
  {
    peer: 'env-ci',
    field: 'change',
    in: ['azure-github-pull-request'],
    why: "it gives GitHub's internal id, not the number",
  },
  {
    peer: 'env-ci',
    field: 'buildUrl',
    in: [
      'github-merge-group',
      'github-pull-request',
      'github-pull-request-target',
      'github-push',
      'github-tag',
    ],
    why: 'it leaves out the attempt, so that a rerun leads to the latest one',
  },
  {
    peer: 'env-ci',
    field: 'buildUrl',
    in: ['gitlab-merge-request', 'gitlab-merged-results', 'gitlab-push', 'gitlab-tag'],
    why: "it builds the older form without /-/; CI_PIPELINE_URL is GitLab's own",
  },
  {
    peer: 'env-ci',
    field: 'buildUrl',
    in: ['bitbucket-branch', 'bitbucket-pull-request', 'bitbucket-tag'],
    why: 'it builds the address of the former add-on',
  },
  {
    peer: 'env-ci',
    field: 'buildUrl',
    in: [
      'azure-branch',
      'azure-github-pull-request',
      'azure-pull-request',
      'azure-tag',
      'teamcity-default-branch',
      'teamcity-pull-request',
    ],
    why: 'it gives none',
  },
]

const require = createRequire(import.meta.url)

/** ci-info looks at the process's environment once, when it is loaded. */
function askCiInfo(env: Readonly<Record<string, string>>): Answers {
  const own = process.env
  process.env = { ...env }
  try {
    delete require.cache[require.resolve('ci-info')]
    const { name, isPR } = require('ci-info')
    return { title: name, isChange: isPR }
  } finally {
    process.env = own
  }
}

/** env-ci calls the target of a pull request `branch`, and its source `prBranch`. */
function askEnvCi(env: Readonly<Record<string, string>>, cwd: string): Answers {
  const told = envCi({ env, cwd })
  return {
    isChange: told.isPr,
    change: told.pr?.toString(),
    commit: told.commit,
    tag: told.tag,
    branch: told.isPr ? told.prBranch : told.branch,
    target: told.isPr ? told.branch : undefined,
    buildUrl: told.buildUrl,
  }
}

type Answers = Readonly<Record<string, string | boolean | null | undefined>>

/** The environment with its files in a directory of their own. */
function onDisk(environment: CiEnvironment) {
  const directory = temporaryDirectory()
  const placed = (text: string) => text.replaceAll('{files}', directory)
  for (const [path, text] of environment.files) {
    const file = placed(path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, placed(text))
  }
  const env = Object.fromEntries(Object.entries(environment.env).map(([key, value]) => [key, placed(value)]))
  return { env, directory }
}

/** `null` for whatever is not said. */
function differences(ours: Answers, theirs: Answers): readonly string[] {
  return Object.keys(theirs).filter(field => (theirs[field] || null) !== (ours[field] || null))
}

test.each(ciEnvironments)('$name: where ci-info and env-ci say something else, it is known why', each => {
  const { env, directory } = onDisk(each)
  const ci = detectCi(each.env, path => each.files.get(path) ?? null)
  const ours: Answers = {
    title: ci?.title,
    isChange: ci?.change != null,
    change: ci?.change?.id,
    target: ci?.change?.target,
    commit: ci?.commit,
    tag: ci?.tag,
    branch: ci?.branch,
    buildUrl: ci?.buildUrl,
  }
  const expected = (peer: KnownDifference['peer']) =>
    known.filter(one => one.peer === peer && one.in.includes(each.name)).map(one => one.field)
  expect(differences(ours, askCiInfo(env))).toEqual(expected('ci-info'))
  const said = askEnvCi(env, directory)
  expect([...differences(ours, said)].sort()).toEqual(expected('env-ci').sort())
})

test('every known difference is of recorded environments', () => {
  const names = new Set(ciEnvironments.map(each => each.name))
  expect(known.flatMap(each => each.in).filter(name => !names.has(name))).toEqual([])
})
