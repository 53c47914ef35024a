import { hash } from 'node:crypto'
import type { Problem } from '../core/test-run.ts'
import { infrastructureCauseOf } from './incident.ts'

/**
 * What two failures of one cause share, on every machine and in every run: 16 hexadecimal digits of the error's class, its
 * message without what varies, and the first frames of the project's own code without their lines.
 */
export function fingerprintOf({ type, message, detail }: Problem): string {
  const kind = type.replace(/\s*\[\w+\]$/, '')
  const text = normalised(message.trim() === '' ? detail : message)
  // Where the machine is the cause, it does not matter which test met it.
  const frames = infrastructureCauseOf(`${type} ${message}`) ? [] : ownFrames(detail)
  return hash('sha256', JSON.stringify([kind, text, frames])).slice(0, 16)
}

/** Longer texts say nothing more about the cause, and cost time. */
const MOST_READ = 2_000
const MOST_KEPT = 300
const MOST_DETAIL = 20_000

/** In this order: each takes what the later ones would tear apart. */
const replacements: readonly (readonly [RegExp, string])[] = [
  // biome-ignore lint/complexity/useRegexLiterals: the escape character is not readable in a literal.
  [new RegExp('\\u001b\\[[0-9;]*[A-Za-z]', 'g'), ''],
  [/\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s'"`)>\]]+/gi, '<url>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?Z| ?[+-]\d\d:?\d\d)?)?/g, '<time>'],
  [
    /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?:[A-Z][a-z]{2} \d{1,2}|\d{1,2} [A-Z][a-z]{2})[ \d:]{5,14}(?:GMT)?(?:[+-]\d{4})?/g,
    '<time>',
  ],
  [/\b\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AP]M)?\b/g, '<time>'],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<id>'],
  // A status or an exit code is the cause itself.
  [/\b((?:status|exit(?:ed)?|HTTP)(?:[ _-](?:with|code|status)){0,2}:? ?)(\d{3})\b/gi, '$1{$2}'],
  // The name of a property is code; what else stands in quotes is data.
  [/\((reading|setting) '([^']{1,80})'\)/g, '($1 $2)'],
  [/(?<![\w\\])'(?:[^'\\\n]|\\.){0,400}'(?!\w)/g, '<value>'],
  [/(?<!\\)"(?:[^"\\\n]|\\.){0,400}"/g, '<value>'],
  [/`[^`\n]{0,400}`/g, '<value>'],
  [/[‘“][^’”\n]{0,400}[’”]/g, '<value>'],
  [/(?<![\w/\\])[A-Za-z]:[\\/][^\s'"`:;,)\]<>]+(?::\d+){0,2}/g, '<path>'],
  [/(?<![\w/\\.<>])(?:\.{1,2}|~)?(?:\/[\w.@+-]+){2,}\/?(?::\d+){0,2}/g, '<path>'],
  [/(?<![\w/\\.<>])(?:[\w@+-][\w.@+-]*\/)+[\w.@+-]*\.[a-z]\w{0,5}\b(?::\d+){0,2}/gi, '<path>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\[?::1?\]?:\d+|(?<=\blocalhost):\d+/g, '<address>'],
  [/\b0x[\da-f]+\b/gi, '<id>'],
  [/\b(?=[a-z]*\d)(?=\d*[a-z])[\da-f]{7,}\b/gi, '<id>'],
  [/\b(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z\d]{16,}\b/g, '<id>'],
  [
    /[-+]?\b\d+(?:[.,]\d+)*(?:e[-+]?\d+)? ?(?:ms|msec|milliseconds?|[µn]s|s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b/gi,
    '<duration>',
  ],
  [/(?<!\{)[-+]?\b\d+(?:[.,]\d+)*(?:e[-+]?\d+)?\b(?!\})/gi, '<number>'],
  [/(?<!\{\d{0,2})\d+(?!\d{0,2}\})/g, '#'],
  [/\s+/g, ' '],
]

/** Without numbers, ids, paths, addresses, times, durations and quoted values. */
export function normalised(message: string): string {
  let text = message.slice(0, MOST_READ).trim().split('\n', 1)[0] ?? ''
  for (const [pattern, by] of replacements) text = text.replace(pattern, by)
  return text.trim().slice(0, MOST_KEPT)
}

const MOST_FRAMES = 2

/** One frame of a stack: JavaScript with and without a function, Python, the JVM. */
const frameForms: readonly RegExp[] = [
  /^\s*at (?:async )?(?:new )?(?<name>[^\s()]+(?: \[as [^\]]+\])?) ?\((?<file>[^()]*?):\d+(?::\d+)?\)/,
  /^\s*(?:at (?:async )?|❯ )(?<file>(?:file:\/\/)?[^\s()]+?):\d+(?::\d+)?$/,
  /^\s*❯ (?<name>\S+) (?<file>[^\s()]+?):\d+(?::\d+)?$/,
  /^\s*File "(?<file>[^"]+)", line \d+, in (?<name>\S+)/,
]

const foreign =
  /node_modules|node:|internal\/|site-packages|dist-packages|\/lib\/python|<anonymous>|<frozen|^native$|^(?:java|jdk|sun|org\.junit|org\.apache\.maven|org\.gradle|kotlin|scala)\b/

const testFile =
  /(?:[._-](?:test|spec|cy|e2e)s?\.\w+|(?:Tests?|Spec|IT)\.(?:java|kt|scala|groovy)|_test\.\w+|^test_\w+\.py)$/

/**
 * At most two, nearest first. Those of test files go where there are others: a helper that fails in thirty tests is one
 * failure.
 */
function ownFrames(detail: string): readonly string[] {
  const frames: { readonly file: string; readonly name: string }[] = []
  for (const line of detail.slice(0, MOST_DETAIL).split('\n')) {
    const groups = frameForms.map(form => form.exec(line)?.groups).find(each => each)
    if (!groups) continue
    const { file = '', name = '' } = groups
    if (foreign.test(file) || foreign.test(name)) continue
    frames.push({ file: file.replace(/^.*[\\/]/, ''), name: name.replace(/\d+/g, '#') })
  }
  // Python tells the innermost call last.
  if (/^Traceback /m.test(detail)) frames.reverse()
  const helpers = frames.filter(({ file }) => !testFile.test(file))
  const kept = helpers.length > 0 ? helpers.slice(0, MOST_FRAMES) : frames.slice(0, 1)
  return kept.map(({ file, name }) => `${name} ${file}`)
}
