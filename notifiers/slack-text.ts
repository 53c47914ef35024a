import { visible } from '../core/text.ts'
import { cut } from './build-report.ts'
import type { Delivery } from './contract.ts'
import { blameLine, buildLine, failureLine, headline, lateness } from './message.ts'
import type { Suspect } from './model.ts'

/** The worlds that take Slack's kind of messages, each with its own idea of markup and of mentions. */
export const flavours = ['slack', 'mattermost', 'rocketchat'] as const
export type Flavour = (typeof flavours)[number]

/** Of a Slack section block (docs.slack.dev); of a post on old Mattermost servers; of Rocket.Chat's default setting. */
const longest: Readonly<Record<Flavour, number>> = { slack: 3000, mattermost: 4000, rocketchat: 5000 }

const MOST_FAILURES = 5
const LONGEST_LINE = 400

/**
 * Text from outside that means itself: no markup, no link, nobody called. An "@" gets an invisible companion, since
 * Mattermost and Rocket.Chat take a plain "@all" for a call, too.
 */
export function inert(text: string, flavour: Flavour): string {
  const safe = cut(visible(text), LONGEST_LINE)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b')
  // Slack knows no escapes but these; a companion keeps its marks from pairing.
  if (flavour === 'slack') return safe.replace(/[*_~`]/g, mark => `\u200b${mark}\u200b`)
  // Markdown: a backslash before what could be markup; hashtags and channel links are cut off from their mark.
  return safe.replace(/[\\*_~`[\]()|!]/g, mark => `\\${mark}`).replace(/(^|\s)([#~])(?=\w)/g, '$1$2\u200b')
}

/** What people read. */
export function slackText({ alert, ageMs }: Delivery, flavour: Flavour, mentions: boolean): string {
  const say = (text: string) => inert(text, flavour)
  const late = lateness(ageMs)
  const head = say(headline(alert))
  const bold = flavour === 'mattermost' ? `**${head}**` : `*${head}*`
  const blame = blameLine(alert)
  const called = mentions ? callsFor(alert.blame.suspects, flavour) : ''
  const shown = alert.failures.slice(0, MOST_FAILURES)
  const more = alert.failureCount - shown.length
  const lines = [
    `${bold}${late === '' ? '' : ` (${say(late)})`}`,
    say(buildLine(alert)),
    blame === '' ? '' : `broken ${say(blame)}${called}`,
    ...shown.map(each => `• ${say(failureLine(each))}`),
    more > 0 ? `and ${more} more` : '',
    ...alert.reasons.map(say),
    linkTo(alert.build.url, 'build', flavour),
    linkTo(alert.build.diffUrl, 'what changed', flavour),
    linkTo(alert.build.pageUrl, 'report', flavour),
  ]
  return fitLines(
    lines.filter(line => line !== ''),
    longest[flavour],
  )
}

/** The user's own text. What it quotes cannot be told from what it says, so that nothing in it is markup. */
export function templateText(said: string, flavour: Flavour): string {
  return fitLines(
    said.split('\n').map(line => inert(line, flavour)),
    longest[flavour],
  )
}

/** Whole lines, as many as there is room for. */
function fitLines(lines: readonly string[], most: number): string {
  const kept: string[] = []
  let length = 0
  for (const line of lines) {
    length += line.length + 1
    if (length > most - 2) return [...kept, '…'].join('\n')
    kept.push(line)
  }
  return kept.join('\n')
}

/** Only accounts that the people file names are called, and only in the form of an account. */
function callsFor(suspects: readonly Suspect[], flavour: Flavour): string {
  const calls = suspects.flatMap(({ person }) => {
    const account = person.known ? person.accounts[flavour] : undefined
    return account === undefined ? [] : (callOf(account, flavour) ?? [])
  })
  return [...new Set(calls)].map(call => ` ${call}`).join('')
}

function callOf(account: string, flavour: Flavour): string | null {
  if (flavour === 'slack') return /^[UW][A-Z0-9]{2,30}$/.test(account) ? `<@${account}>` : null
  const name = account.replace(/^@/, '')
  const isName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)
  return isName && !['all', 'channel', 'here'].includes(name.toLowerCase()) ? `@${name}` : null
}

function linkTo(url: string | null, label: string, flavour: Flavour): string {
  if (url === null || !URL.canParse(url) || url.length > 1000) return ''
  const { protocol, href } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return ''
  // What would end the link is no part of a URL once it is spelt as URLs are.
  const safe = href.replace(
    /[<>|()[\]@\s]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return flavour === 'slack' ? `<${safe.replaceAll('&', '&amp;')}|${label}>` : `[${label}](${safe})`
}
