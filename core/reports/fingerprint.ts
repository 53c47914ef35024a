import { createHash } from 'node:crypto'
import type { Finding } from '../verdict.ts'
import type { HostContext } from './host.ts'

/**
 * One fingerprint for each of the findings, in their order: 32 hexadecimal digits, unique in the list, and the same in the
 * next build when the code has only moved up or down. It is made of the gate, the rule, the path, the text of the first
 * line with its white space evened out, and a number where all of that is the same: the how-manieth in the file.
 * A finding whose line cannot be read, or that is about no line, is known by its message, the numbers in it left out.
 */
export function fingerprints(
  gate: string,
  findings: readonly Finding[],
  lineText: HostContext['lineText'],
): readonly string[] {
  const seen = new Map<string, number>()
  const result: string[] = findings.map(() => '')
  for (const { finding, index } of inOrderOfPlace(findings)) {
    const key = JSON.stringify([gate, finding.rule, finding.path, subjectOf(finding, lineText)])
    const occurrence = seen.get(key) ?? 0
    seen.set(key, occurrence + 1)
    result[index] = createHash('sha256').update(`${occurrence} ${key}`).digest('hex').slice(0, 32)
  }
  return result
}

/** The number among equals must not hang on the order in which a rendering sorts them. */
function inOrderOfPlace(
  findings: readonly Finding[],
): readonly { readonly finding: Finding; readonly index: number }[] {
  return findings
    .map((finding, index) => ({ finding, index }))
    .sort(
      ({ finding: a }, { finding: b }) =>
        (a.startLine ?? 0) - (b.startLine ?? 0) || (a.startColumn ?? 0) - (b.startColumn ?? 0),
    )
}

function subjectOf(
  { path, startLine, message }: Finding,
  lineText: HostContext['lineText'],
): readonly string[] {
  const line = path === null || startLine === null ? null : lineText(path, startLine)
  return line === null ? ['message', evened(message.replace(/\d+/g, '#'))] : ['line', evened(line)]
}

function evened(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
