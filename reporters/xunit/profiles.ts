/**
 * Who reads the report. The consumers want different things of one format; each profile says which elements and
 * attributes may stand, as data. Rules from the consumers' own sources and schemas (docs/reporters.md).
 */
export interface Profile {
  readonly name: ProfileName
  readonly describe: string
  /** `testsuite`: one suite is the root and holds all cases, as Surefire's schema wants it. */
  readonly root: 'testsuites' | 'testsuite'
  readonly suiteAttributes: readonly ('id' | 'file' | 'timestamp')[]
  readonly caseAttributes: readonly ('file' | 'line' | 'timestamp')[]
  readonly suiteProperties: boolean
  readonly caseProperties: boolean
  /** Jenkins reads `flakyFailure` and `rerunFailure` only, so that errors bear these names too; Surefire has names for both. */
  readonly errorReruns: 'as-failure' | 'as-error'
  /** Attributes that say more of a rerun than its schema knows. */
  readonly rerunDetails: boolean
  /** GitLab's reader takes an attribute `type` for the name of a data type, and casts the text by it. */
  readonly problemType: boolean
  /** What attachment lines are relative to. */
  readonly attachments: 'absolute' | 'repository' | 'none'
  /** A report is split before it passes one of these. Bytes of UTF-8, test cases. */
  readonly maxBytes: number
  readonly maxCases: number
}

export const profileNames = ['jenkins', 'xunit-strict', 'surefire', 'gitlab', 'github'] as const
export type ProfileName = (typeof profileNames)[number]

const MiB = 1 << 20

const jenkins: Profile = {
  name: 'jenkins',
  describe: "Jenkins' junit step (the default): also read by most other tools",
  root: 'testsuites',
  suiteAttributes: ['id', 'file', 'timestamp'],
  caseAttributes: ['file', 'line', 'timestamp'],
  suiteProperties: true,
  caseProperties: true,
  errorReruns: 'as-failure',
  rerunDetails: true,
  problemType: true,
  attachments: 'absolute',
  // The junit plugin builds a document of a whole file in memory.
  maxBytes: 64 * MiB,
  maxCases: 100_000,
}

/** Every profile. Adding one is an entry here. */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
  jenkins,
  'xunit-strict': {
    ...jenkins,
    name: 'xunit-strict',
    describe: "Jenkins' xunit plugin: valid against its junit-10.xsd",
    caseAttributes: [],
    caseProperties: false,
    rerunDetails: false,
  },
  surefire: {
    ...jenkins,
    name: 'surefire',
    describe: "tools of the Maven world: valid against Surefire's schema",
    root: 'testsuite',
    suiteAttributes: [],
    caseAttributes: ['timestamp'],
    caseProperties: false,
    errorReruns: 'as-error',
    rerunDetails: false,
  },
  gitlab: {
    ...jenkins,
    name: 'gitlab',
    describe: 'GitLab: paths from the project, files within its limits',
    problemType: false,
    attachments: 'repository',
    // 30 MB a file; 250,000 XML objects, of which a case with its failure, output and properties makes about 15.
    maxBytes: 25 * MiB,
    maxCases: 15_000,
  },
  github: {
    ...jenkins,
    name: 'github',
    describe: 'the GitHub actions that read JUnit files',
    attachments: 'repository',
    // They hold a file and several copies of it in memory.
    maxBytes: 25 * MiB,
    maxCases: 20_000,
  },
}

/**
 * How the attempts of a retried test are told. `surefire`: one case, the attempts inside (`flakyFailure`, `rerunFailure`);
 * `duplicates`: a case for each attempt, which Prow and some GitHub actions read; `strict`: like surefire, but a test that
 * failed once has failed; `none`: the last attempt alone.
 */
export const retryForms = ['surefire', 'duplicates', 'strict', 'none'] as const
export type RetryForm = (typeof retryForms)[number]
