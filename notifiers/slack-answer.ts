import type { DeliveryOutcome } from './contract.ts'
import { outcomeOfStatus, type PostResult } from './http-post.ts'

type Answer = Extract<PostResult, { kind: 'answered' }>

/** What an incoming webhook answers: the status counts, and Slack names the fault in the body. */
export function webhookOutcome(answer: Answer, host: string): DeliveryOutcome {
  const outcome = outcomeOfStatus(answer, host)
  const word = errorWord(answer.body)
  if (outcome.kind === 'delivered' || word === null) return outcome
  const advice = advices[word]
  return { ...outcome, why: `${outcome.why} (${word})`, ...(advice === undefined ? {} : { advice }) }
}

/** chat.postMessage says HTTP 200 to nearly everything: its JSON tells. */
export function messageOutcome(answer: Answer, host: string): DeliveryOutcome {
  if (answer.status !== 200) return outcomeOfStatus(answer, host)
  const data = objectIn(answer.body)
  if (data?.ok === true && typeof data.ts === 'string')
    return { kind: 'delivered', proof: `message ${data.ts}` }
  const word = typeof data?.error === 'string' ? (errorWord(data.error) ?? 'an unknown error') : null
  if (word === null) {
    const advice = 'check that nothing stands between, such as a proxy with a login page'
    return { kind: 'unknown', why: `${host} answered with something that is not Slack’s`, advice }
  }
  const why = `${host} refused it: ${word}`
  if (passing.has(word)) {
    return { kind: 'retry', why, advice: 'Slack has a passing trouble', afterMs: answer.retryAfterMs }
  }
  return {
    kind: 'refused',
    why,
    advice: advices[word] ?? `docs.slack.dev explains ${word} at chat.postMessage`,
  }
}

const passing: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
])

const advices: Readonly<Record<string, string>> = {
  not_in_channel: 'invite the app to the channel: /invite it there',
  channel_not_found: 'check the channel’s id; to a private channel the app has to be invited',
  channel_is_archived: 'that channel is archived: give another',
  is_archived: 'that channel is archived: give another',
  action_prohibited: 'an administrator forbids it: ask them',
  restricted_action: 'an administrator forbids it: ask them',
  invalid_auth: 'check the token',
  not_authed: 'check the token',
  token_revoked: 'make a new token: this one was revoked',
  token_expired: 'make a new token: this one has expired',
  account_inactive: 'make a new token: its account is gone',
  missing_scope: 'give the app the scope chat:write',
  no_service: 'make a new webhook: this one was removed',
  no_service_id: 'check the webhook’s address',
  no_team: 'check the webhook’s address',
  invalid_token: 'check the webhook’s address',
}

/** What a receiver says is shown when it is a plain word, and no page. */
function errorWord(text: string): string | null {
  return /^[a-z][a-z0-9_]{1,60}$/.test(text.trim()) ? text.trim() : null
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const data: unknown = JSON.parse(text)
    return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}
