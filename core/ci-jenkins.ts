import type { CiEntry, Environment } from './ci-entry.ts'

/**
 * A build of Jenkins: core sets BUILD_TAG for every one, JENKINS_URL only where an administrator configured it, and
 * JENKINS_HOME also stands in images that other CIs run. Source: CoreEnvironmentContributor.
 */
export function isJenkinsBuild(env: Environment): boolean {
  return Boolean(env.BUILD_TAG && (env.JENKINS_URL || env.JENKINS_HOME))
}

/**
 * Multibranch jobs (CHANGE_*, BRANCH_NAME; branch-api's BranchNameContributor), classic ones (GIT_*; the git plugin),
 * and the older builders of pull requests: ghprb, the GitLab plugin, Gerrit Trigger.
 */
export const jenkins: Omit<CiEntry, 'detect'> = {
  name: 'jenkins',
  title: 'Jenkins',
  read: env => ({
    // The git plugin's word for a commit that it checked out without a branch is "detached".
    branch: [
      env.BRANCH_NAME,
      env.GIT_LOCAL_BRANCH,
      env.GIT_BRANCH === 'detached' ? undefined : env.GIT_BRANCH,
      env.gitlabBranch,
    ],
    commit: [
      env.GIT_COMMIT,
      env.ghprbActualCommit,
      env.gitlabMergeRequestLastCommit,
      env.GERRIT_PATCHSET_REVISION,
    ],
    tag: env.TAG_NAME,
    change: {
      // The GitLab plugin's ...Id is GitLab-wide; the number that people see is the ...Iid.
      id: [
        env.CHANGE_ID,
        env.ghprbPullId,
        env.gitlabMergeRequestIid,
        env.gitlabMergeRequestId,
        env.GERRIT_CHANGE_NUMBER,
      ],
      target: [env.CHANGE_TARGET, env.ghprbTargetBranch, env.gitlabTargetBranch, env.GERRIT_BRANCH],
      source: [env.CHANGE_BRANCH, env.ghprbSourceBranch, env.gitlabSourceBranch],
      url: [env.CHANGE_URL, env.ghprbPullLink, env.GERRIT_CHANGE_URL],
    },
    // Not GIT_PREVIOUS_COMMIT: a build that failed the gate would take its untested lines out of the next diff.
    previous: { commit: env.GIT_PREVIOUS_SUCCESSFUL_COMMIT, what: 'the last successful build' },
    buildUrl: env.BUILD_URL,
    jobUrl: env.JOB_URL,
    job: env.JOB_NAME,
    buildNumber: env.BUILD_NUMBER,
    actor: [
      env.CHANGE_AUTHOR,
      env.ghprbPullAuthorLogin,
      env.gitlabUserUsername,
      env.GERRIT_EVENT_ACCOUNT_NAME,
    ],
  }),
}
