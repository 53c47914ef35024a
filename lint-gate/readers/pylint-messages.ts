import type { Severity } from '../../core/verdict.ts'
import type { LintFinding } from '../model.ts'

const severities: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['convention', 'note'],
  ['refactor', 'note'],
  ['info', 'note'],
  ['warning', 'warning'],
  ['error', 'error'],
  ['fatal', 'error'],
])

/** By Pylint's word for a type of message, or the letter before its number. `null`: there is no such type. */
export function pylintSeverity(type: string): Severity | null {
  if (type.length > 1) return severities.get(type) ?? null
  return [...severities].find(([word]) => word.startsWith(type.toLowerCase()))?.[1] ?? null
}

/** Of a fatal message's file nothing else is known, nor of one that cannot be parsed. */
export function isPylintFatal(id: string): boolean {
  return id.startsWith('F') || id === 'E0001'
}

/** About its own options, which Pylint says of no file. */
export function isOfNoFile({ path, fatal }: Pick<LintFinding, 'path' | 'fatal'>): boolean {
  return path === 'Command line' && !fatal
}

/** A fatal message is about Pylint's own work: a module that it did not find, a check that crashed. */
export function pylintTrouble({ path, message }: LintFinding): string {
  return `${path}: ${message}`
}
