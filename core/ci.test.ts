import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ciEnvironments, environmentNamed } from '../test/ci-environments.ts'
import { detectCi } from './ci.ts'
import type { Environment } from './ci-entry.ts'
import { ciTable } from './ci-table.ts'

const noFile = () => null

/** What is said of a recorded environment when some of it is different. */
function changed(name: string, env: Environment, files: Readonly<Record<string, string>> = {}) {
  const recorded = environmentNamed(name)
  const ci = detectCi(
    { ...recorded.env, ...env },
    path => files[path.replace('{files}/', '')] ?? recorded.files.get(path) ?? null,
  )
  if (!ci) throw new Error('no CI was seen')
  return ci
}

test.each(ciEnvironments)('$name: $about', ({ env, files, expected }) => {
  expect(detectCi(env, path => files.get(path) ?? null)).toEqual(expected)
})

test('every CI of the table has a recorded environment', () => {
  expect(new Set(ciEnvironments.map(each => each.expected.name))).toEqual(
    new Set(ciTable.map(each => each.name)),
  )
})

describe('which CI', () => {
  test.each([
    [{}],
    [{ CI: '' }],
    [{ CI: 'false' }],
    [{ JENKINS_HOME: '/var/jenkins_home' }],
    [{ BUILD_TAG: 'v1', BUILD_NUMBER: '3' }],
  ])('none: %j', env => {
    expect(detectCi(env, noFile)).toBeNull()
  })

  test('a Jenkins build whose agent inherited the variables of others is Jenkins', () => {
    const others = { ...environmentNamed('gitlab-push').env, ...environmentNamed('github-push').env }
    expect(changed('jenkins-branch', others)).toMatchObject({ name: 'jenkins', branch: 'main' })
  })

  test("another CI's job that knows a Jenkins, or runs in its image, is not Jenkins", () => {
    const near = { JENKINS_URL: 'https://jenkins.example.org/', JENKINS_HOME: '/var/jenkins_home' }
    expect(changed('github-push', near).name).toBe('github')
    expect(changed('other', near).name).toBe('jenkins')
  })

  test("Woodpecker stays Woodpecker where a pipeline sets DRONE for one of Drone's plugins", () => {
    expect(changed('woodpecker-pull-request', { DRONE: 'true' }).name).toBe('woodpecker')
  })

  test('CI=false hides no server', () => {
    expect(changed('github-push', { CI: 'false' }).name).toBe('github')
  })
})

describe('what is not told', () => {
  test('empty and blank are absent', () => {
    for (const { env } of ciEnvironments) {
      const blank = Object.fromEntries(Object.keys(env).map(key => [key, ' ']))
      const ci = detectCi({ ...blank, JENKINS_URL: 'https://jenkins.example.org/' }, noFile)
      expect(ci?.bases).toEqual([])
      expect(ci).toMatchObject({ branch: null, commit: null, tag: null, change: null, buildUrl: null })
    }
  })

  test('a new branch has no commit before it', () => {
    const zeros = '0'.repeat(40)
    const event = JSON.stringify({ before: zeros })
    expect(changed('github-push', {}, { 'event.json': event })).toMatchObject({
      previousCommit: null,
      bases: [],
    })
    expect(changed('gitlab-push', { CI_COMMIT_BEFORE_SHA: zeros }).bases).toEqual([])
    expect(changed('jenkins-branch', { GIT_PREVIOUS_SUCCESSFUL_COMMIT: '0'.repeat(64) }).bases).toEqual([])
  })

  test('a Jenkins job that never succeeded has no base, whatever was built before', () => {
    const ci = changed('jenkins-branch', { GIT_PREVIOUS_SUCCESSFUL_COMMIT: undefined })
    expect(ci).toMatchObject({ previousCommit: null, bases: [] })
  })

  test.each(['HEAD', 'origin/HEAD', 'detached', 'refs/pull/7/merge'])('no branch is called %s', name => {
    expect(changed('jenkins-classic', { GIT_BRANCH: name }).branch).toBeNull()
  })

  test('the next place is asked where the first holds no branch', () => {
    expect(changed('jenkins-branch', { BRANCH_NAME: undefined, GIT_LOCAL_BRANCH: 'HEAD' }).branch).toBe(
      'main',
    )
  })

  test('an address needs all of its parts', () => {
    expect(changed('github-push', { GITHUB_SERVER_URL: undefined }).buildUrl).toBeNull()
    expect(changed('github-push', { GITHUB_RUN_ATTEMPT: undefined }).buildUrl).toBe(
      'https://github.com/team/shop/actions/runs/9001',
    )
    expect(changed('azure-branch', { SYSTEM_TEAMPROJECT: undefined }).buildUrl).toBeNull()
    expect(changed('bitbucket-branch', { BITBUCKET_REPO_FULL_NAME: undefined }).buildUrl).toBeNull()
  })
})

describe('branches', () => {
  test.each(['main', 'refs/heads/main', 'origin/main', 'refs/remotes/origin/main'])('%s is main', name => {
    expect(changed('jenkins-change', { CHANGE_TARGET: name })).toMatchObject({
      change: { target: 'main' },
      bases: [{ ref: 'origin/main', remoteBranch: 'main' }],
    })
  })

  test.each(['release/1.x', 'feature/#12', 'größe', 'a@b', "o'neil", '$(x)'])('%s is a name', name => {
    expect(changed('jenkins-change', { CHANGE_TARGET: name }).bases).toMatchObject([
      { ref: `origin/${name}` },
    ])
  })

  test.each([
    '--upload-pack=x',
    'origin/--output=x',
    'refs/heads/-x',
    '-',
    'a b',
    'a\nb',
    'a\u0000b',
    'a..b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    'a@{1}',
    '@',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.',
    'a.lock',
    'a.lock/b',
    'refs/tags/v1',
  ])('%j is none', name => {
    const ci = changed('jenkins-change', { CHANGE_TARGET: name, BRANCH_NAME: name })
    expect(ci).toMatchObject({ change: { id: '7', target: null }, bases: [] })
    expect(
      changed('jenkins-branch', { BRANCH_NAME: name, GIT_LOCAL_BRANCH: name, GIT_BRANCH: name }).branch,
    ).toBeNull()
  })

  test('a change with an impossible target is not compared with the previous build', () => {
    const ci = changed('jenkins-change', { CHANGE_TARGET: '--x' })
    expect(ci.previousCommit).not.toBeNull()
    expect(ci.bases).toEqual([])
  })

  test('a tag that cannot be one still makes no branch', () => {
    expect(changed('jenkins-tag', { TAG_NAME: '--x' })).toMatchObject({ tag: null, branch: null })
  })
})

describe('values from outside', () => {
  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'https://a b/', 'https://a/"onclick', '//a/'])(
    '%s is no address',
    url => {
      expect(changed('jenkins-change', { BUILD_URL: url, CHANGE_URL: url })).toMatchObject({
        buildUrl: null,
        change: { url: null },
      })
    },
  )

  test.each(['-x', 'HEAD~1', 'main', '8c1e5a7f', `${'a'.repeat(40)};x`, 'g'.repeat(40), 'a'.repeat(65)])(
    '%s is no commit',
    commit => {
      const ci = changed('jenkins-branch', { GIT_COMMIT: commit, GIT_PREVIOUS_SUCCESSFUL_COMMIT: commit })
      expect(ci).toMatchObject({ commit: null, previousCommit: null, bases: [] })
    },
  )

  test('text that would move the cursor is nobody’s name', () => {
    expect(changed('jenkins-branch', { JOB_NAME: 'shop\u001b[2J' }).job).toBeNull()
  })

  test.each([
    ['0', '4'],
    ['5', '4'],
    ['1', '1'],
    ['1', '0'],
    ['1.5', '4'],
    ['-1', '4'],
    ['1e0', '4'],
    ['', '4'],
    ['2', ''],
  ])('job %j of %j, counted from 1, is no shard', (index, total) => {
    expect(changed('gitlab-push', { CI_NODE_INDEX: index, CI_NODE_TOTAL: total }).shard).toBeNull()
  })

  test('the last of the shards counted from 0', () => {
    const last = { BUILDKITE_PARALLEL_JOB: '2', BUILDKITE_PARALLEL_JOB_COUNT: '3' }
    expect(changed('buildkite-branch', last).shard).toEqual({ index: 2, total: 3 })
    expect(changed('buildkite-branch', { ...last, BUILDKITE_PARALLEL_JOB: '3' }).shard).toBeNull()
  })
})

describe('the files of GitHub and TeamCity', () => {
  test.each(['', '{', 'null', '[]', '7', '{"pull_request": null}', '{"pull_request": {"base": "main"}}'])(
    'an event file that holds %j leaves what the variables tell',
    text => {
      const ci = changed('github-pull-request', {}, { 'event.json': text })
      expect(ci.change).toEqual({ id: '7', target: 'main', source: 'feature/cart', url: null })
      expect(ci.bases.map(each => each.ref)).toEqual(['HEAD^1', 'origin/main'])
    },
  )

  test('the event tells the target where the variables do not', () => {
    const ci = changed('github-pull-request', { GITHUB_BASE_REF: undefined, GITHUB_HEAD_REF: undefined })
    expect(ci.change).toMatchObject({ target: 'main', source: 'feature/cart' })
  })

  test('properties files that cannot be read leave the variables', () => {
    const { env } = environmentNamed('teamcity-pull-request')
    expect(detectCi(env, noFile)).toMatchObject({ branch: null, change: null, buildNumber: '42' })
  })

  test('properties are read as Java writes them', () => {
    const properties = [
      '! a comment',
      'teamcity.pullRequest.number : 7\r',
      'teamcity.pullRequest.target.branch=gr\\u00f6\\u00DFe\\=1\\#2',
      'teamcity.pullRequest.source.branch=line\\nbreak',
      'no key',
      'no\\=key=x',
    ].join('\n')
    const ci = changed('teamcity-pull-request', {}, { 'build.properties': properties })
    expect(ci.change).toMatchObject({ id: '7', target: 'größe=1#2', source: null })
  })

  test('with several repositories the default branch is not guessed', () => {
    const configuration =
      'teamcity.build.vcs.branch.A=refs/heads/main\nteamcity.build.vcs.branch.B=refs/heads/x\n'
    const ci = changed('teamcity-default-branch', {}, { 'configuration.properties': configuration })
    expect(ci.branch).toBeNull()
  })
})

test('no environment makes a ref that git could take for an option, or throws', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '',
      'false',
      'true',
      'HEAD',
      '--x',
      'origin/-x',
      'refs/heads/-x',
      '0'.repeat(40),
      '7',
      '{',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const recorded = fc.constantFrom(...ciEnvironments)
  fc.assert(
    fc.property(recorded, fc.infiniteStream(word), fc.infiniteStream(fc.boolean()), (each, words, keep) => {
      const [text, keeps] = [words[Symbol.iterator](), keep[Symbol.iterator]()]
      const env = Object.fromEntries(
        Object.entries(each.env).map(([key, value]) => [key, keeps.next().value ? value : text.next().value]),
      )
      const ci = detectCi(
        env,
        path => each.files.get(path)?.replace(/main|cart/g, () => text.next().value) ?? null,
      )
      for (const { ref, remoteBranch } of ci?.bases ?? []) {
        expect(ref).toMatch(/^(?:HEAD\^1|origin\/[^-\x00-\x20][^\x00-\x20]*|[0-9a-f]{12,64})$/)
        expect(remoteBranch ?? 'x').toMatch(/^[^-\x00-\x20][^\x00-\x20]*$/)
      }
      expect(ci?.branch ?? 'x').toMatch(/^[^-\x00-\x20]/)
    }),
    { numRuns: 1000 },
  )
})
