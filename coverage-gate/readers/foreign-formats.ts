import { quote } from './damage.ts'

/** Formats that users may hand over and that are not read, by what shows them. */
const foreign: readonly { readonly name: string; readonly shows: RegExp }[] = [
  {
    name: "Istanbul's summary, which has no lines; coverage-final.json has them",
    shows: /^\s*\{\s*"total"\s*:\s*\{\s*"lines"/,
  },
  { name: "raw V8 coverage, which Istanbul's tools turn into a report", shows: /^\s*\{\s*"result"\s*:\s*\[/ },
  { name: "coverage.py's JSON; its XML or LCOV is read", shows: /^\s*\{\s*"meta"\s*:\s*\{[^}]*"version"/ },
  { name: "SimpleCov's JSON", shows: /^\s*\{[\s\S]*"(?:lines|coverage)"\s*:\s*(?:\[|\{)/ },
  { name: 'JSON of another kind', shows: /^\s*[[{]/ },
  {
    name: 'JaCoCo XML',
    shows: /<!DOCTYPE report\b|<report\b[^>]*name=[\s\S]*<(?:package|group|sessioninfo)\b/,
  },
  { name: 'Clover XML', shows: /<coverage\b[^>]*(?:clover=|generated=)|<project\b[^>]*timestamp=/ },
  { name: 'OpenCover XML', shows: /<CoverageSession\b/ },
  { name: 'JUnit XML, which holds test results', shows: /<testsuites?\b/ },
  { name: 'an HTML page', shows: /<!DOCTYPE html|<html\b/i },
  { name: 'XML of another kind', shows: /^\s*<[?!\w]/ },
  { name: 'a Go cover profile', shows: /^mode: (?:set|count|atomic)\b/ },
]

/** What a report is instead, in words. */
export function foreignFormat(head: string): string {
  const known = foreign.find(each => each.shows.test(head))
  if (known) return `it looks like ${known.name}`
  return /\x00/.test(head) ? 'it is binary' : `it begins with ${quote(head.trimStart().split('\n')[0] ?? '')}`
}
