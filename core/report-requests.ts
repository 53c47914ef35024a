import { fromDirectory, list, type ValueType } from './options.ts'

/** A report that was asked for: to go to `file`, to `-` (standard output), or to its usual place when `null`. */
export interface ReportRequest<Name extends string> {
  readonly name: Name
  readonly file: string | null
}

/** The value of `--report`, which may be given several times: a name, perhaps with "=file". */
export function reportRequests<Name extends string>(
  names: readonly Name[],
): ValueType<readonly ReportRequest<Name>[]> {
  return {
    ...list<ReportRequest<Name>>(
      'name[=file]',
      `one of ${names.join(', ')}, with "=file" for where to write it`,
      'markdown=reports/coverage.md',
      text => {
        const [name, file] = text.split(/=(.*)/s, 2)
        const known = names.find(each => each === name)
        return known !== undefined && file !== '' ? { name: known, file: file ?? null } : undefined
      },
    ),
    rebase: (all, directory) =>
      all.map(each => ({ ...each, file: each.file && fromDirectory(each.file, directory) })),
  }
}
