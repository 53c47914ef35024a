import type { MailContent } from './content.ts'

/** The mail for those who read plain text. What came from outside never begins a line. */
export function textBody(content: MailContent): string {
  const blocks = [
    [`${content.state}: ${content.headline}`, content.late, content.build, content.lasted],
    content.blame,
    failures(content),
    titled(
      'Also',
      content.reasons.map(reason => `  - ${reason}`),
    ),
    [
      content.coverage && `Coverage: ${content.coverage}`,
      content.setAside && `Set aside: ${content.setAside}`,
    ],
    content.links.map(({ label, url }) => `${`${label}:`.padEnd(9)}${url}`),
    titled(
      'The end of the log',
      content.log.map(line => `  | ${line}`),
    ),
    titled(
      'Attached',
      content.attached.map(each => `  - ${each}`),
    ),
    titled(
      'Left out',
      content.leftOut.map(each => `  - ${each}`),
    ),
  ]
  return `${blocks.map(lines).filter(Boolean).join('\n\n')}\n\n-- \n${footer(content)}\n`
}

/** To a person: what is "wrote 1a2b3c4" for the others. */
export function footer({ why }: Pick<MailContent, 'why'>): string {
  const reasons = why
    .split(', ')
    .map(reason => (reason === 'fixed list' ? 'you are on the list of this channel' : `you ${reason}`))
  return `cd-gate wrote to you because ${reasons.join(' and ')}.`
}

function lines(block: readonly string[]): string {
  return block.filter(line => line !== '').join('\n')
}

function titled(title: string, block: readonly string[]): readonly string[] {
  return block.length === 0 ? [] : [`${title}:`, ...block]
}

function failures({ failuresTitle, failures: full, moreFailures }: MailContent): readonly string[] {
  if (failuresTitle === '') return []
  return [
    `${failuresTitle}:`,
    ...full.flatMap(({ name, place, message, detail, isNew }) => [
      `  - ${name}${isNew ? ' (new)' : ''}`,
      place && `    ${place}`,
      message && `    ${message}`,
      ...detail.map(line => `      ${line}`),
    ]),
    ...moreFailures.map(line => `  - ${line}`),
  ]
}
