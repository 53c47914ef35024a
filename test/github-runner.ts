import { expect } from 'vitest'

/** How GitHub's runner reads a job's log and the file of a step's outputs. */

export interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** What the runner understands of a line; `null` where it is no command of its second form. */
function understood(line: string): Command | null {
  const match = /^\s*::(\w[\w-]*)(?: (.*?))?::(.*)$/su.exec(line)
  if (!match) return null
  const unescaped = (text: string) =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  const properties = (match[2] ?? '')
    .split(',')
    .filter(Boolean)
    .map(each => {
      const [key = '', ...value] = each.split('=')
      const joined = value.join('=').replaceAll('%3A', ':').replaceAll('%2C', ',')
      return [key, unescaped(joined)] as const
    })
  return { name: match[1]!, properties: Object.fromEntries(properties), data: unescaped(match[3]!) }
}

/** The commands of a log, in which every line has to be one: what is none could be one of the runner's first form. */
export function commandsIn(log: string): readonly Command[] {
  expect(log).toMatch(/\n$|^$/)
  return log
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .slice(0, -1)
    .map(line => understood(line) ?? expect.fail(`no command: ${JSON.stringify(line)}`))
}

/** What the runner makes of the file of outputs. */
export function outputsIn(text: string): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>()
  const lines = text.split(/\r\n|\n/)
  while (lines.length > 0) {
    const line = lines.shift() ?? ''
    if (line === '') continue
    const [, name, sign, rest] = /^(.*?)(=|<<)(.*)$/su.exec(line) ?? expect.fail(`no output: ${line}`)
    const end = sign === '<<' ? lines.indexOf(rest!) : 0
    expect(end, `end of ${name}`).toBeGreaterThanOrEqual(0)
    outputs.set(
      name!,
      sign === '<<'
        ? lines
            .splice(0, end + 1)
            .slice(0, -1)
            .join('\n')
        : rest!,
    )
  }
  return outputs
}
