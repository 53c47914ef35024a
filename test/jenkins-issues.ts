/** What Jenkins' reader of native issues makes of a report, by the rules of its parser (analysis-model, JsonBaseParser and IssueBuilder). */

interface Issue {
  fileName: string
  lineStart: number
  lineEnd: number
  columnStart: number
  columnEnd: number
  severity: string
  type: string
  category: string
  message: string
  description: string
  fingerprint: string
  packageName: string
  moduleName: string
  additionalProperties: string
  id: string
}

type Field = keyof Issue

/** In the order in which they are read; `lineRanges` stands where it is read too. */
const order: readonly (Field | 'lineRanges')[] = [
  'additionalProperties',
  'category',
  'columnEnd',
  'columnStart',
  'description',
  'fingerprint',
  'fileName',
  'id',
  'lineEnd',
  'lineRanges',
  'lineStart',
  'message',
  'moduleName',
  'packageName',
  'severity',
  'type',
]
const ofPlace: readonly string[] = ['columnEnd', 'columnStart', 'fileName', 'lineEnd', 'lineStart']
const numeric: readonly string[] = ['columnEnd', 'columnStart', 'lineEnd', 'lineStart']

/**
 * A missing field keeps what the issue before it had. (Jenkins' present builder forgets all but the fingerprint; older ones
 * forgot nothing.)
 * @throws Error for what its parser throws at
 */
export function readJenkinsIssues(text: string): readonly Readonly<Issue>[] {
  const { issues } = JSON.parse(text) as { readonly issues: readonly Record<string, unknown>[] }
  let before: Record<string, unknown> = {}
  return issues.map(issue => {
    const built = { ...before }
    let hasLocations = false
    for (const field of order) {
      const value = issue[field]
      if (value === undefined) continue
      if (field === 'lineRanges') {
        hasLocations ||= (value as readonly unknown[]).length > 0
        continue
      }
      if (hasLocations && ofPlace.includes(field)) throw new Error(`${field} after locations`)
      const type = numeric.includes(field) ? 'number' : 'string'
      if (typeof value !== type) throw new Error(`${field} is no ${type}`)
      if (field === 'id' && !/^[\da-f]+(?:-[\da-f]+){4}$/i.test(String(value)))
        throw new Error('id is no UUID')
      built[field] = value
    }
    before = built
    return built as unknown as Issue
  })
}
