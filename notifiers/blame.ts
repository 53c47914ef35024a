import { plural } from '../core/text.ts'
import { isDocument } from './blame-paths.ts'
import { reasonOfNumber, reasonOfTie } from './blame-reasons.ts'
import { compare, knownFailure, namesLine, strongestOf, type Tie, tieOf, weights } from './blame-ties.ts'
import { cut } from './build-report.ts'
import type { BlameEvidence, EvidenceCommit } from './evidence.ts'
import type { Blame, Person, Suspect } from './model.ts'
import { nobodyKnown, type People, personBehind, personKey } from './people.ts'

/** More names than these are no help, and a nuisance to most of them. */
const MOST_NAMED = 3
/** How many times as much as anybody else's a clear winner's share has to be. */
const CLEARLY = 2
/** What a clear winner has to show at least: the test itself imports what was changed. */
const LEAST = weights.import

/** Somebody, or some bot, with the commits since the last green build. */
interface Candidate {
  readonly key: string
  /** `null`: nobody who could be named; `dropped` says why. */
  readonly person: Person | null
  readonly dropped: string
  readonly commits: readonly (EvidenceCommit & { readonly instead: string })[]
  readonly ties: readonly Tie[]
  /** Of all failures that share anything with any commit. 0 to 1. */
  readonly share: number
  /** Whether a failure points at this candidate and clearly at nobody else. */
  readonly winsOne: boolean
}

/**
 * Who may have broken the build. Each failure gives one vote, divided among people by their strongest tie to it
 * (blame-ties.ts). One person is named where nobody else has half as many votes, no failure points clearly at another,
 * and a tie weighs enough; up to three otherwise; nobody where there are more. A bot keeps its votes: where it wins,
 * nobody is named in its place.
 */
export function blame(evidence: BlameEvidence, people: People = nobodyKnown): Blame {
  const why = whyNobody(evidence)
  if (why !== null) return nobody(why)
  const candidates = candidatesOf(evidence, people)
  const tied = candidates.filter(each => each.share > 0)
  const most = Math.max(0, ...tied.map(each => each.share))
  const near = tied.filter(each => each.winsOne || each.share * CLEARLY > most)
  const strength = Math.max(0, ...near.flatMap(each => each.ties.map(tie => weights[tie.kind])))
  if (near.length === 0 || (near.length === 1 && strength < LEAST)) {
    return amongAll(evidence, candidates, near[0] ?? null)
  }
  if (near.length > MOST_NAMED) {
    return nobody(`the commits of ${near.length} people share as much as each other’s with what fails`)
  }
  return named(near, evidence)
}

function whyNobody(evidence: BlameEvidence): string | null {
  const { firstBuild, lastGreen, gap, commits, failures, otherwiseRed } = evidence
  if (firstBuild || lastGreen === null) return 'no earlier green build is known'
  if (gap !== null) return gap
  if (failures.length === 0 && !otherwiseRed) return 'no failure is confirmed'
  const own = commits.filter(each => !each.isMerge)
  if (own.length === 0) return 'nothing was changed since the last green build'
  if (own.every(each => each.files.every(({ path }) => isDocument(path)))) {
    return 'only documents were changed since the last green build'
  }
  return null
}

function candidatesOf(evidence: BlameEvidence, people: People): readonly Candidate[] {
  const commitsOf = new Map<string, Candidate['commits'][number][]>()
  const whoIs = new Map<string, Pick<Candidate, 'person' | 'dropped'>>()
  for (const commit of [...evidence.commits].sort((one, other) => compare(one.hash, other.hash))) {
    if (commit.isMerge) continue
    const behind = personBehind(commit, evidence.requester, people)
    const isNobody = 'dropped' in behind
    const key = isNobody ? `nobody ${commit.author.email || commit.author.name}` : personKey(behind.person)
    const instead = isNobody ? '' : behind.instead
    commitsOf.set(key, [...(commitsOf.get(key) ?? []), { ...commit, instead }])
    if (whoIs.has(key)) continue
    whoIs.set(key, { person: isNobody ? null : behind.person, dropped: isNobody ? behind.dropped : '' })
  }
  const failures = evidence.failures.map(knownFailure)
  const bare = [...commitsOf].map(([key, commits]) => ({
    key,
    person: whoIs.get(key)?.person ?? null,
    dropped: whoIs.get(key)?.dropped ?? '',
    commits,
    ties: failures.map(failure =>
      strongestOf(commits.flatMap(commit => usable(tieOf(commit, failure), evidence))),
    ),
  }))
  const votes = failures.map((_, index) => bare.map(each => weightOf(each.ties[index] ?? null)))
  const cast = votes.filter(vote => vote.some(weight => weight > 0))
  return bare.map((each, index) => ({
    ...each,
    ties: each.ties.filter(tie => tie !== null),
    share: shareOf(cast, index),
    winsOne: cast.some(vote => isClear(vote, index)),
  }))
}

/** Where older commits are not known, a file is no evidence: they may have changed it as well. A line is as it was left. */
function usable(tie: Tie | null, { truncated }: BlameEvidence): readonly Tie[] {
  return tie !== null && (!truncated || namesLine(tie)) ? [tie] : []
}

function weightOf(tie: Tie | null): number {
  return tie === null ? 0 : weights[tie.kind]
}

/** Rounded: a sum of fractions depends on their order in its last digits. */
function shareOf(cast: readonly (readonly number[])[], index: number): number {
  const sum = cast.reduce((all, vote) => all + (vote[index] ?? 0) / total(vote), 0)
  return Number((sum / Math.max(1, cast.length)).toFixed(9))
}

function total(vote: readonly number[]): number {
  return vote.reduce((sum, weight) => sum + weight, 0)
}

function isClear(vote: readonly number[], index: number): boolean {
  const own = vote[index] ?? 0
  return own >= LEAST && vote.every((weight, at) => at === index || weight * CLEARLY <= own)
}

function named(near: readonly Candidate[], { truncated, commits }: BlameEvidence): Blame {
  const limit = truncated ? `, of the newest ${commits.length} commits` : ''
  const suspects = [...near].sort(byShare).flatMap(({ person, ties, commits }): readonly Suspect[] => {
    const tie = strongestOf(ties)
    if (!person || !tie) return []
    const { instead } = commits.find(({ hash }) => hash === tie.commit.hash) ?? { instead: '' }
    return [suspectOf(person, tie.commit, `${reasonOfTie(tie, instead)}${limit}`)]
  })
  if (suspects.length > 0) return { kind: near.length === 1 ? 'one' : 'one-of', suspects, why: '' }
  const tie = strongestOf(near.flatMap(each => each.ties))
  return nobody(`${near[0]?.dropped ?? ''}; ${tie ? reasonOfTie(tie, '') : ''}`)
}

/**
 * Nothing known ties a commit to what fails, or too little: everybody with commits may have done it. `weak`: the only one
 * with any tie.
 */
function amongAll(
  { commits, truncated, failures }: BlameEvidence,
  candidates: readonly Candidate[],
  weak: Candidate | null,
): Blame {
  const own = commits.filter(each => !each.isMerge && isMoreThanWords(each))
  const count = truncated ? `more than ${commits.length} commits` : plural(own.length, 'commit')
  const shared = failures.length > 0 ? `, and ${weak ? 'little' : 'nothing'} ties one to what fails` : ''
  const writers = candidates.filter(each => each.commits.some(isMoreThanWords))
  if (truncated || writers.length > MOST_NAMED) {
    const tie = strongestOf(weak?.ties ?? [])
    const hint = tie ? `: ${reasonOfTie(tie, '')}` : ''
    return nobody(`${count} by ${writers.length} people since the last green build${shared}${hint}`)
  }
  const suspects = [...writers].sort(byShare).flatMap(({ person, ties, ...each }): readonly Suspect[] => {
    const tie = strongestOf(ties)
    const commit = tie?.commit ?? each.commits.find(isMoreThanWords)
    if (!person || !commit) return []
    const { instead } = each.commits.find(({ hash }) => hash === commit.hash) ?? { instead: '' }
    const reason = tie
      ? reasonOfTie(tie, instead)
      : reasonOfNumber(commit, own.length, writers.length, instead)
    return [suspectOf(person, commit, reason)]
  })
  if (suspects.length > 0) return { kind: writers.length === 1 ? 'one' : 'one-of', suspects, why: '' }
  return nobody(writers.map(({ dropped }) => dropped).join(', '))
}

function isMoreThanWords({ files }: EvidenceCommit): boolean {
  return files.some(({ path }) => !isDocument(path))
}

function byShare(one: Candidate, other: Candidate): number {
  return other.share - one.share || compare(one.key, other.key)
}

function suspectOf(person: Person, { hash, subject }: EvidenceCommit, reason: string): Suspect {
  return { person, commit: hash, subject: cut(subject, 200), reason }
}

function nobody(why: string): Blame {
  return { kind: 'nobody', suspects: [], why: cut(why, 400) }
}
