import type { CiEntry } from './ci-entry.ts'
import { asJson, asProperties, field } from './ci-files.ts'
import { isJenkinsBuild, jenkins } from './ci-jenkins.ts'
import { filled } from './ci-values.ts'

const tagIn = (ref: string | undefined): string | undefined => /^refs\/tags\/(.+)$/.exec(ref ?? '')?.[1]

/**
 * Every CI, in the order in which they are looked for; adding one is an entry here. Values are as the vendors document
 * them (docs/ci.md); `detectCi` checks them all, so a reader only names them.
 */
export const ciTable: readonly CiEntry[] = [
  { ...jenkins, detect: isJenkinsBuild },
  {
    name: 'github',
    title: 'GitHub Actions',
    detect: env => Boolean(env.GITHUB_ACTIONS),
    read: (env, readText) => {
      const event = asJson(env.GITHUB_EVENT_PATH, readText)
      const pull = (...keys: readonly string[]) => field(event, 'pull_request', ...keys)
      const run = filled`${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`
      return {
        branch: env.GITHUB_REF,
        commit: env.GITHUB_SHA,
        tag: tagIn(env.GITHUB_REF),
        change: {
          id: [pull('number'), /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? '')?.[1]],
          target: [env.GITHUB_BASE_REF, pull('base', 'ref')],
          source: [env.GITHUB_HEAD_REF, pull('head', 'ref')],
          url: pull('html_url'),
          isMerge: /^refs\/pull\/\d+\/merge$/.test(env.GITHUB_REF ?? ''),
          formerTarget: pull('base', 'sha'),
        },
        queue: {
          target: field(event, 'merge_group', 'base_ref'),
          base: field(event, 'merge_group', 'base_sha'),
        },
        previous: { commit: field(event, 'before'), what: 'the previous push' },
        buildUrl: [filled`${run}/attempts/${env.GITHUB_RUN_ATTEMPT}`, run],
        job: env.GITHUB_WORKFLOW,
        buildNumber: env.GITHUB_RUN_NUMBER,
        actor: env.GITHUB_ACTOR,
      }
    },
  },
  {
    name: 'gitlab',
    title: 'GitLab CI',
    detect: env => Boolean(env.GITLAB_CI),
    read: env => ({
      branch: [env.CI_COMMIT_BRANCH, env.CI_COMMIT_REF_NAME],
      commit: env.CI_COMMIT_SHA,
      tag: env.CI_COMMIT_TAG,
      change: {
        id: [env.CI_MERGE_REQUEST_IID, env.CI_EXTERNAL_PULL_REQUEST_IID],
        target: [env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME, env.CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME],
        source: [env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME, env.CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME],
        url: filled`${env.CI_MERGE_REQUEST_PROJECT_URL}/-/merge_requests/${env.CI_MERGE_REQUEST_IID}`,
        // The target's commit is told only where the head is a merge with it (merged results, merge trains). What the
        // target has gained since the diff base is then in the head too, and no part of the change.
        base: [env.CI_MERGE_REQUEST_TARGET_BRANCH_SHA, env.CI_MERGE_REQUEST_DIFF_BASE_SHA],
      },
      // All zeros in merge request pipelines and on new branches.
      previous: { commit: env.CI_COMMIT_BEFORE_SHA, what: 'the previous push' },
      buildUrl: env.CI_PIPELINE_URL,
      jobUrl: env.CI_JOB_URL,
      job: env.CI_JOB_NAME,
      buildNumber: env.CI_PIPELINE_IID,
      actor: env.GITLAB_USER_LOGIN,
      shard: { index: env.CI_NODE_INDEX, total: env.CI_NODE_TOTAL, from: 1 },
    }),
  },
  {
    name: 'circleci',
    title: 'CircleCI',
    detect: env => Boolean(env.CIRCLECI),
    read: env => {
      // A fork's pull request is built on a "branch" of this name.
      const fork = /^pull\/(\d+)(?:\/|$)/.exec(env.CIRCLE_BRANCH ?? '')?.[1]
      const branch = fork ? undefined : env.CIRCLE_BRANCH
      return {
        branch,
        commit: env.CIRCLE_SHA1,
        tag: env.CIRCLE_TAG,
        // The target is told to nobody.
        change: {
          id: [env.CIRCLE_PR_NUMBER, fork, /\/(\d+)$/.exec(env.CIRCLE_PULL_REQUEST ?? '')?.[1]],
          source: branch,
          url: env.CIRCLE_PULL_REQUEST,
        },
        buildUrl: env.CIRCLE_BUILD_URL,
        job: env.CIRCLE_JOB,
        buildNumber: env.CIRCLE_BUILD_NUM,
        actor: env.CIRCLE_USERNAME,
        shard: { index: env.CIRCLE_NODE_INDEX, total: env.CIRCLE_NODE_TOTAL, from: 0 },
      }
    },
  },
  {
    name: 'buildkite',
    title: 'Buildkite',
    detect: env => Boolean(env.BUILDKITE),
    read: env => ({
      branch: env.BUILDKITE_BRANCH,
      // "HEAD" until the checkout.
      commit: env.BUILDKITE_COMMIT,
      tag: env.BUILDKITE_TAG,
      change: {
        id: env.BUILDKITE_PULL_REQUEST,
        target: env.BUILDKITE_PULL_REQUEST_BASE_BRANCH,
        source: env.BUILDKITE_BRANCH,
      },
      queue: {
        target: env.BUILDKITE_MERGE_QUEUE_BASE_BRANCH,
        base: env.BUILDKITE_MERGE_QUEUE_BASE_COMMIT,
      },
      buildUrl: env.BUILDKITE_BUILD_URL,
      jobUrl: filled`${env.BUILDKITE_BUILD_URL}#${env.BUILDKITE_JOB_ID}`,
      job: env.BUILDKITE_LABEL,
      buildNumber: env.BUILDKITE_BUILD_NUMBER,
      actor: env.BUILDKITE_BUILD_CREATOR,
      shard: { index: env.BUILDKITE_PARALLEL_JOB, total: env.BUILDKITE_PARALLEL_JOB_COUNT, from: 0 },
    }),
  },
  {
    name: 'azure',
    title: 'Azure Pipelines',
    detect: env => Boolean(env.TF_BUILD),
    read: env => {
      const collection = env.SYSTEM_TEAMFOUNDATIONCOLLECTIONURI?.replace(/\/?$/, '/')
      const project = env.SYSTEM_TEAMPROJECT?.replaceAll(' ', '%20')
      return {
        branch: env.BUILD_SOURCEBRANCH,
        commit: env.BUILD_SOURCEVERSION,
        tag: tagIn(env.BUILD_SOURCEBRANCH),
        change: {
          // For a repository on GitHub the number is GitHub's, and the id means nothing to people.
          id: [env.SYSTEM_PULLREQUEST_PULLREQUESTNUMBER, env.SYSTEM_PULLREQUEST_PULLREQUESTID],
          target: env.SYSTEM_PULLREQUEST_TARGETBRANCH,
          source: env.SYSTEM_PULLREQUEST_SOURCEBRANCH,
        },
        buildUrl: filled`${collection}${project}/_build/results?buildId=${env.BUILD_BUILDID}`,
        job: env.BUILD_DEFINITIONNAME,
        buildNumber: env.BUILD_BUILDNUMBER,
        actor: env.BUILD_REQUESTEDFOR,
        shard: { index: env.SYSTEM_JOBPOSITIONINPHASE, total: env.SYSTEM_TOTALJOBSINPHASE, from: 1 },
      }
    },
  },
  {
    name: 'travis',
    title: 'Travis CI',
    detect: env => Boolean(env.TRAVIS),
    read: env => {
      // "before...after" of a push, "base...head" of a pull request.
      const [from] = (env.TRAVIS_COMMIT_RANGE ?? '').split('...')
      const isPull = /^\d+$/.test(env.TRAVIS_PULL_REQUEST ?? '')
      return {
        branch: env.TRAVIS_BRANCH,
        commit: env.TRAVIS_COMMIT,
        tag: env.TRAVIS_TAG,
        change: {
          id: env.TRAVIS_PULL_REQUEST,
          target: env.TRAVIS_BRANCH,
          source: env.TRAVIS_PULL_REQUEST_BRANCH,
          formerTarget: from,
        },
        previous: { commit: isPull ? undefined : from, what: 'the previous push' },
        buildUrl: env.TRAVIS_BUILD_WEB_URL,
        jobUrl: env.TRAVIS_JOB_WEB_URL,
        job: env.TRAVIS_JOB_NAME,
        buildNumber: env.TRAVIS_BUILD_NUMBER,
      }
    },
  },
  {
    name: 'teamcity',
    title: 'TeamCity',
    detect: env => Boolean(env.TEAMCITY_VERSION),
    read: (env, readText) => {
      const build = asProperties(env.TEAMCITY_BUILD_PROPERTIES_FILE, readText)
      const configuration = asProperties(build.get('teamcity.configuration.properties.file'), readText)
      const get = (name: string) => build.get(name) ?? configuration.get(name)
      const branch = get('teamcity.build.branch')
      const roots = [...configuration].filter(([name]) => name.startsWith('teamcity.build.vcs.branch.'))
      return {
        // The default branch's logical name may be "<default>"; with one repository its real name is told too.
        branch: [branch === '<default>' ? undefined : branch, roots.length === 1 ? roots[0]?.[1] : undefined],
        commit: env.BUILD_VCS_NUMBER,
        change: {
          id: get('teamcity.pullRequest.number'),
          target: get('teamcity.pullRequest.target.branch'),
          source: get('teamcity.pullRequest.source.branch'),
        },
        buildUrl: [
          env.BUILD_URL,
          filled`${get('teamcity.serverUrl')}/viewLog.html?buildId=${get('teamcity.build.id')}`,
        ],
        job: env.TEAMCITY_BUILDCONF_NAME,
        buildNumber: env.BUILD_NUMBER,
        actor: get('teamcity.build.triggeredBy.username'),
      }
    },
  },
  {
    name: 'woodpecker',
    title: 'Woodpecker',
    detect: env => env.CI === 'woodpecker',
    read: env => ({
      branch: env.CI_COMMIT_BRANCH,
      commit: env.CI_COMMIT_SHA,
      tag: env.CI_COMMIT_TAG,
      change: {
        id: env.CI_COMMIT_PULL_REQUEST,
        target: env.CI_COMMIT_TARGET_BRANCH,
        source: env.CI_COMMIT_SOURCE_BRANCH,
        url: env.CI_PIPELINE_FORGE_URL,
      },
      previous: {
        commit: env.CI_PREV_PIPELINE_STATUS === 'success' ? env.CI_PREV_COMMIT_SHA : undefined,
        what: 'the previous successful pipeline',
      },
      buildUrl: env.CI_PIPELINE_URL,
      jobUrl: env.CI_STEP_URL,
      job: env.CI_WORKFLOW_NAME,
      buildNumber: env.CI_PIPELINE_NUMBER,
      actor: env.CI_COMMIT_AUTHOR,
    }),
  },
  {
    // After Woodpecker, which sets most of Drone's variables too, for Drone's plugins.
    name: 'drone',
    title: 'Drone',
    detect: env => Boolean(env.DRONE),
    read: env => ({
      branch: env.DRONE_BRANCH,
      commit: env.DRONE_COMMIT_SHA,
      tag: env.DRONE_TAG,
      change: {
        id: env.DRONE_PULL_REQUEST,
        target: env.DRONE_TARGET_BRANCH,
        source: env.DRONE_SOURCE_BRANCH,
      },
      previous: {
        commit: env.DRONE_PULL_REQUEST ? undefined : env.DRONE_COMMIT_BEFORE,
        what: 'the previous push',
      },
      buildUrl: env.DRONE_BUILD_LINK,
      job: env.DRONE_STAGE_NAME,
      buildNumber: env.DRONE_BUILD_NUMBER,
      actor: env.DRONE_COMMIT_AUTHOR,
    }),
  },
  {
    name: 'bitbucket',
    title: 'Bitbucket Pipelines',
    detect: env => Boolean(env.BITBUCKET_BUILD_NUMBER),
    read: env => ({
      branch: env.BITBUCKET_BRANCH,
      commit: env.BITBUCKET_COMMIT,
      tag: env.BITBUCKET_TAG,
      change: {
        id: env.BITBUCKET_PR_ID,
        target: env.BITBUCKET_PR_DESTINATION_BRANCH,
        source: env.BITBUCKET_BRANCH,
        url: filled`https://bitbucket.org/${env.BITBUCKET_REPO_FULL_NAME}/pull-requests/${env.BITBUCKET_PR_ID}`,
        // Merged into the checkout before the first step.
        base: env.BITBUCKET_PR_DESTINATION_COMMIT,
      },
      buildUrl: filled`https://bitbucket.org/${env.BITBUCKET_REPO_FULL_NAME}/pipelines/results/${env.BITBUCKET_BUILD_NUMBER}`,
      buildNumber: env.BITBUCKET_BUILD_NUMBER,
      shard: { index: env.BITBUCKET_PARALLEL_STEP, total: env.BITBUCKET_PARALLEL_STEP_COUNT, from: 0 },
    }),
  },
  // Last of the named: JENKINS_URL alone also stands in agents' images and in jobs of other CIs that call Jenkins.
  { ...jenkins, detect: env => Boolean(env.JENKINS_URL) },
  {
    name: 'other',
    title: 'this CI',
    detect: env => [env.CI, env.CONTINUOUS_INTEGRATION].some(value => Boolean(value) && value !== 'false'),
    read: () => ({}),
  },
]
