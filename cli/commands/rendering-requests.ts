import { dirname, join, resolve } from 'node:path'
import { gateError } from '../../core/errors.ts'
import { visible } from '../../core/text.ts'
import type { World } from '../command.ts'

/** A rendering that was asked for, and where it goes; `-` is standard output. */
export interface PlacedRequest<Name extends string> {
  readonly name: Name
  readonly file: string
}

/**
 * Where each rendering goes. Standard output holds one: JSON if that was asked for, or the one that was sent there, or else
 * the terminal's.
 * @param usualFile `null`: standard output
 * @throws GateError usage.contradiction
 */
export function placeRequests<Name extends string>(
  requests: readonly { readonly name: Name; readonly file: string | null }[],
  json: boolean,
  usualFile: (name: Name) => string | null,
): readonly PlacedRequest<Name | 'terminal' | 'json'>[] {
  const placed = requests.map(({ name, file }) => ({ name, file: file ?? usualFile(name) ?? '-' }))
  const printed: PlacedRequest<Name | 'terminal' | 'json'>[] = [
    ...(json ? [{ name: 'json' as const, file: '-' }] : []),
    ...placed.filter(each => each.file === '-'),
  ]
  const [first, second] = printed
  if (first && second && first.name !== second.name) {
    const why = 'both go to standard output, which holds one result'
    const spelled = json ? '--json' : `--report ${first.name}`
    throw gateError('usage.contradiction', { first: spelled, second: `--report ${second.name}`, why })
  }
  const files = placed.filter(each => each.file !== '-')
  const paths = files.map(each => resolve(each.file))
  const twice = paths.find((path, index) => paths.indexOf(path) !== index)
  if (twice !== undefined)
    throw gateError('usage.contradiction', {
      first: '--report',
      second: 'another --report',
      why: `both go to ${twice}`,
    })
  return [first ?? { name: 'terminal', file: '-' }, ...files]
}

/** `render` makes the files; the first is the report itself. */
export async function writeRequest<Name extends string>(
  { name, file }: PlacedRequest<Name>,
  world: World,
  now: Date,
  render: (
    name: Name,
    options: { readonly colour: boolean; readonly width: number; readonly now: Date },
  ) => Promise<readonly { readonly file: string; readonly text: string }[]>,
): Promise<void> {
  const toTerminal = file === '-'
  const target = resolve(world.cwd, file)
  const options = {
    colour: toTerminal && world.colour,
    width: toTerminal ? world.width : 100,
    now,
  }
  for (const output of await render(name, options)) {
    if (!toTerminal)
      world.write(output.file === '' ? target : join(dirname(target), output.file), output.text)
    else if (output.file === '') world.out(output.text)
  }
  if (!toTerminal) world.log(`cd-gate: wrote ${visible(file)}`)
}
