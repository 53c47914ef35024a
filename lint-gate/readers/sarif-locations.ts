import type { Damage } from './damage.ts'
import { type FindingPlace, placeOf } from './finding-place.ts'
import { jsonShape } from './json-shape.ts'
import type { SarifUris } from './sarif-uris.ts'

export type SarifPlace = FindingPlace & { readonly path: string; readonly unplaced?: boolean }

/**
 * The places in files that a list of locations names; those that are in no file are left out.
 * @throws the damage's error
 */
export function sarifPlaces(locations: unknown, uris: SarifUris, damage: Damage): readonly SarifPlace[] {
  const shape = jsonShape(damage)
  return shape.optionalList(locations, 'locations').flatMap(each => {
    const location = shape.record(each, 'a location')
    const physical = shape.optionalRecord(location.physicalLocation, 'physicalLocation')
    const path = physical.artifactLocation === undefined ? null : uris.pathOf(physical.artifactLocation)
    if (path === null) return []
    const region = shape.optionalRecord(physical.region, 'region')
    const number = (field: string) => shape.optionalNumber(region[field], field)
    const given = {
      line: number('startLine'),
      column: number('startColumn'),
      endLine: number('endLine'),
      endColumn: number('endColumn'),
    }
    const counted =
      given.line === null && (region.charOffset !== undefined || region.byteOffset !== undefined)
    return [{ path, ...placeOf(given, damage), ...(counted ? { unplaced: true } : {}) }]
  })
}
