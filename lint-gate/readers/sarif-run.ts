import type { LintFinding } from '../model.ts'
import type { Damage } from './damage.ts'
import { type JsonRecord, type JsonShape, jsonShape } from './json-shape.ts'
import { sarifPlaces } from './sarif-locations.ts'
import type { SarifUris } from './sarif-uris.ts'

export interface SarifFailures {
  readonly troubles: readonly string[]
  /** Of them, those that name the file that could not be read. */
  readonly fatal: readonly LintFinding[]
}

/**
 * What a run says of its own failure.
 * @throws the damage's error
 */
export function sarifFailures(run: JsonRecord, uris: SarifUris, damage: Damage): SarifFailures {
  const shape = jsonShape(damage)
  const troubles: string[] = []
  const fatal: LintFinding[] = []
  for (const each of shape.optionalList(run.invocations, 'invocations')) {
    const invocation = shape.record(each, 'an invocation')
    const successful = shape.optionalBoolean(invocation.executionSuccessful, 'executionSuccessful')
    const errors = [
      ...shape.optionalList(invocation.toolExecutionNotifications, 'toolExecutionNotifications'),
      ...shape.optionalList(invocation.toolConfigurationNotifications, 'toolConfigurationNotifications'),
    ]
      .map(entry => shape.record(entry, 'a notification'))
      .filter(notification => notification.level === 'error')
    for (const error of errors) {
      const message = notificationText(error, shape)
      const places = sarifPlaces(error.locations, uris, damage)
      const rule = shape.optionalString(shape.optionalRecord(error.descriptor, 'descriptor').id, 'id') || null
      for (const place of places) fatal.push({ ...place, rule, severity: 'error', message, fatal: true })
      troubles.push(places[0] ? `${places[0].path}: ${message}` : message)
    }
    if (successful === false && errors.length === 0) troubles.push(failure(invocation, shape))
  }
  if (shape.optionalRecord(run.externalPropertyFileReferences, 'external files').results !== undefined) {
    troubles.push('results lie in other files, which are not read')
  }
  return { troubles, fatal }
}

function notificationText({ message, exception }: JsonRecord, shape: JsonShape): string {
  const thrown = shape.optionalRecord(exception, 'exception').message
  const { text, markdown, id } = shape.optionalRecord(message, 'message')
  const said = [text, markdown, thrown, id].find(each => typeof each === 'string' && each !== '')
  return typeof said === 'string' ? said : 'an error without words'
}

function failure(invocation: JsonRecord, shape: JsonShape): string {
  const exit = shape.optionalNumber(invocation.exitCode, 'exitCode')
  const signal = shape.optionalString(invocation.exitSignalName, 'exitSignalName')
  const how = signal === null ? (exit === null ? '' : ` (exit code ${exit})`) : ` (${signal})`
  return `its run was not successful${how}`
}

/** The files that were analysed, where the run tells: artifacts in the role `analysisTarget`. */
export function sarifChecked(run: JsonRecord, uris: SarifUris, shape: JsonShape): readonly string[] | null {
  const targets = shape.optionalList(run.artifacts, 'artifacts').flatMap(each => {
    const artifact = shape.record(each, 'an artifact')
    const roles = shape.optionalList(artifact.roles, 'roles')
    if (!roles.includes('analysisTarget') || artifact.location === undefined) return []
    const path = uris.pathOf(artifact.location)
    return path === null ? [] : [path]
  })
  return targets.length > 0 ? targets : null
}
