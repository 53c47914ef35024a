import { withoutAnsi } from '../../core/ansi.ts'
import { quote } from './damage.ts'
import { troubleAt } from './text-troubles.ts'

/** What users may hand over and what is not read, by what shows it in the first 64 KiB. */
const foreign: readonly { readonly name: string; readonly shows: RegExp }[] = [
  {
    name: "npm's or Yarn's own lines before a report; run the linter itself, or npm run --silent",
    shows: /^\s*(?:> \S|yarn run )[^\n]*\n(?:[^\n]*\n)*?(?:\{|\[\s*[{\]]|<\?xml|<checkstyle)/,
  },
  { name: "npm's log of an error", shows: /^[ \t]*(?:npm (?:ERR!|error)|\d+ verbose cli )/m },
  {
    name: "Oxlint's own JSON; its checkstyle form is read",
    shows: /^\s*\{\s*"diagnostics"[\s\S]*"filename"|"number_of_files"/,
  },
  {
    name: "Biome's own JSON; give --reporter=rdjson, sarif or checkstyle",
    shows: /^\s*\{\s*"summary"[\s\S]*"diagnostics"/,
  },
  { name: "Ruff's own JSON; give --output-format sarif or concise", shows: /^\s*\[[\s\S]*"end_location"/ },
  {
    name: "GitLab's code quality JSON, which names no linter and no severity that is a linter's; give the linter's own form",
    shows: /^\s*\[(?=[\s\S]*"fingerprint")[\s\S]*"location"/,
  },
  {
    name: "mypy's JSON; its text is read",
    shows: /^\s*\{"file": [^\n]*"severity": /,
  },
  { name: "Istanbul's coverage, which cd-gate coverage reads", shows: /^\s*\{[\s\S]*"statementMap"/ },
  { name: 'JSON of another kind', shows: /^\s*(?:\{|\[\s*[{"\]\d])/ },
  { name: 'JUnit XML, which holds test results', shows: /^\s*(?:<[?!][^>]*>\s*)*<testsuites?\b/ },
  {
    name: 'a coverage report, which cd-gate coverage reads',
    shows: /^\s*(?:<[?!][^>]*>\s*)*<coverage\b|^(?:TN|SF):|^mode: (?:set|count|atomic)\b/,
  },
  { name: "PMD's XML; give its SARIF", shows: /^\s*(?:<[?!][^>]*>\s*)*<pmd\b/ },
  { name: "SpotBugs' XML; give its SARIF", shows: /^\s*(?:<[?!][^>]*>\s*)*<BugCollection\b/ },
  { name: "Android lint's XML; give its SARIF", shows: /^\s*(?:<[?!][^>]*>\s*)*<issues\b/ },
  { name: "cppcheck's XML; give --template=gcc", shows: /^\s*(?:<[?!][^>]*>\s*)*<results\b/ },
  { name: 'an HTML page', shows: /^\s*(?:<!--[\s\S]*?-->\s*)?(?:<!DOCTYPE html|<html\b)/i },
  { name: 'XML of another kind', shows: /^\s*<[?!\w]/ },
  {
    name: "ESLint's text for people; give -f json",
    shows: /^[ \t]+\d+:\d+[ \t]+(?:error|warning)[ \t]+\S|^✖ \d+ problems?/m,
  },
  {
    name: "GitHub's annotations; give the linter's JSON, SARIF or text",
    shows: /^::(?:error|warning|notice) /m,
  },
  { name: 'a change, and no report', shows: /^diff --git |^--- \S+\n\+\+\+ /m },
  { name: 'TAP, which holds test results', shows: /^(?:TAP version \d+|1\.\.\d+|(?:not )?ok \d+)/ },
]

/** What a report is instead, in words. */
export function foreignFormat(text: string): string {
  const head = withoutAnsi(text.slice(0, 65_536))
  if (/\x00/.test(head)) return 'it is binary'
  const known = foreign.find(each => each.shows.test(head))
  if (known) return `it looks like ${known.name}`
  const lines = head.split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const trouble = troubleAt(lines, at)
    if (trouble) return `it tells of a breakdown: ${quote(trouble.says)}`
  }
  return `it begins with ${quote(head.trimStart().split('\n')[0] ?? '')}`
}
