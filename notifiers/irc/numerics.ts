import { plainText } from './encode.ts'
import { IrcFault, MINUTE } from './fault.ts'

interface Numeric {
  readonly kind: 'retry' | 'refused'
  readonly means: string
  readonly advice: string
  readonly afterMs?: number
}

/**
 * What servers refuse with, in one sentence each; {target} is the channel or nick. `refused`: only somebody's hand helps.
 * Sources: modern.ircdocs.horse, ircv3.net (SASL), and what ngircd 26.1 and InspIRCd 3.15 answered.
 */
const numerics: Readonly<Record<string, Numeric>> = {
  '401': {
    kind: 'retry',
    means: 'nobody is called {target}',
    advice: 'services may be down; check the name if it stays so',
  },
  '403': {
    kind: 'refused',
    means: '{target} does not exist and cannot be made',
    advice: 'check the name in channels; some networks want it registered first',
  },
  '404': {
    kind: 'refused',
    means: '{target} takes no messages from this nick',
    advice: 'it is moderated (+m), quieted or banned: give the nick voice, /mode {target} +v {nick}',
  },
  '405': {
    kind: 'refused',
    means: 'no more channels may be joined, so not {target}',
    advice: 'name fewer channels, or spread them over two channels of the configuration with other nicks',
  },
  '407': { kind: 'refused', means: '{target} stands for several', advice: 'give one channel a name' },
  '408': {
    kind: 'refused',
    means: '{target} takes no colours',
    advice: 'set colours: false',
  },
  '412': {
    kind: 'refused',
    means: 'the message was empty',
    advice: 'mend the template, or leave it out',
  },
  '437': {
    kind: 'retry',
    means: '{target} is held back for now',
    advice: 'the network is mending itself: it clears in some minutes',
    afterMs: 5 * MINUTE,
  },
  '442': {
    kind: 'retry',
    means: 'the bot is not in {target} any more',
    advice: 'somebody removed it: ask the operators of {target}',
  },
  '461': {
    kind: 'refused',
    means: 'the server misses a parameter',
    advice: 'report this, with the server’s name',
  },
  '464': {
    kind: 'refused',
    means: 'the server wants another password',
    advice: 'check the secret serverPassword',
  },
  '465': {
    kind: 'retry',
    means: 'this address or nick is banned from the server',
    advice: 'ask the network’s staff; many ban addresses of clouds unless SASL is used (login: plain)',
    afterMs: 15 * MINUTE,
  },
  '470': {
    kind: 'refused',
    means: '{target} leads to another channel',
    advice: 'name that one in channels; forwards are for those who may not join',
  },
  '471': {
    kind: 'retry',
    means: '{target} is full',
    advice: 'raise its limit: /mode {target} -l',
    afterMs: MINUTE,
  },
  '473': {
    kind: 'refused',
    means: '{target} is invite-only',
    advice: 'let the bot in: /mode {target} +I {nick}!*@*, or /mode {target} -i',
  },
  '474': {
    kind: 'refused',
    means: 'this nick or address is banned from {target}',
    advice: 'lift the ban, or make an exception: /mode {target} +e {nick}!*@*',
  },
  '475': {
    kind: 'refused',
    means: '{target} wants another key',
    advice: 'put a line “{target} <key>” into the secret keys',
  },
  '476': {
    kind: 'refused',
    means: '{target} is no name for a channel',
    advice: 'check the name in channels',
  },
  '477': {
    kind: 'refused',
    means: '{target} wants a registered nick',
    advice: 'register an account, and set login and account',
  },
  '479': {
    kind: 'refused',
    means: '{target} is no name for a channel',
    advice: 'check the name in channels',
  },
  '480': {
    kind: 'retry',
    means: '{target} is being joined too often',
    advice: 'the channel throttles joins (+j): it clears by itself',
    afterMs: MINUTE,
  },
  '489': {
    kind: 'refused',
    means: '{target} takes TLS connections only',
    advice: 'give the server as ircs://',
  },
  '520': { kind: 'refused', means: '{target} is for operators', advice: 'name another channel' },
  '531': { kind: 'refused', means: '{target} takes no messages from the bot', advice: 'ask its owner' },
  '902': {
    kind: 'refused',
    means: 'the account is locked',
    advice: 'ask the network’s services: /msg NickServ INFO <account>',
  },
  '904': {
    kind: 'refused',
    means: 'the login was refused',
    advice:
      'check account and the secret password; for login: external, that the certificate’s fingerprint is known: /msg NickServ CERT LIST',
  },
  '905': { kind: 'refused', means: 'the login is too long', advice: 'use a shorter password' },
  '906': {
    kind: 'retry',
    means: 'the login was broken off',
    advice: 'the services may be busy; it is tried again',
  },
  '908': {
    kind: 'refused',
    means: 'the server knows no such way to log in',
    advice: 'it says which it knows: set login to one of them',
  },
}

const unknown: Numeric = {
  kind: 'refused',
  means: 'the server refused {target}',
  advice: 'see what it says, and ask the operators of {target}',
}

/** Every numeric that has a sentence of its own. */
export const knownNumerics: readonly string[] = Object.keys(numerics)

/** 4xx and 5xx are errors, and so are SASL's. */
export function isErrorNumeric(command: string): boolean {
  return /^(?:[45]\d\d|902|904|905|906|908)$/.test(command)
}

/**
 * @param target the channel or nick that it is about
 * @param said the server's own words
 */
export function numericFault(command: string, target: string, nick: string, said: string): IrcFault {
  const { kind, means, advice, afterMs = null } = numerics[command] ?? unknown
  const fill = (text: string) => text.replaceAll('{target}', target).replaceAll('{nick}', nick)
  return new IrcFault(kind, `${command} ${fill(means)} (“${plainText(said)}”)`, fill(advice), afterMs)
}
