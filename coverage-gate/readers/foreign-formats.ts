import { quote } from './damage.ts'

/** Formats that users may hand over and that are not read, by what shows them. */
const foreign: readonly { readonly name: string; readonly shows: RegExp }[] = [
  {
    name: "Istanbul's summary, which has no lines; coverage-final.json has them",
    shows: /^\s*\{\s*"total"\s*:\s*\{\s*"lines"/,
  },
  {
    name: "SimpleCov's last_run.json, which has no lines; .resultset.json has them",
    shows: /^\s*\{\s*"result"\s*:\s*\{\s*"(?:line|covered_percent)"/,
  },
  { name: 'JSON of another kind', shows: /^\s*[[{]/ },
  { name: 'JUnit XML, which holds test results', shows: /<testsuites?\b/ },
  { name: 'an HTML page', shows: /<!DOCTYPE html|<html\b/i },
  { name: 'XML of another kind', shows: /^\s*<[?!\w]/ },
]

/** What a report is instead, in words. */
export function foreignFormat(head: string): string {
  const known = foreign.find(each => each.shows.test(head))
  if (known) return `it looks like ${known.name}`
  return /\x00/.test(head) ? 'it is binary' : `it begins with ${quote(head.trimStart().split('\n')[0] ?? '')}`
}
