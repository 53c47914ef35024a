// @ts-check
// Writes the reference pages from the tables in the sources (`npm run docs`); a test compares the pages with what this
// would write.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'

const docs = dirname(fileURLToPath(import.meta.url))
const jiti = createJiti(import.meta.url, { fsCache: false })
/** @param {string} file @returns {Promise<any>} */
const load = file => jiti.import(join(docs, '..', file))

const { commands } = await load('cli/commands.ts')
const { commonOptions } = await load('cli/common-options.ts')
const { flagName, environmentName } = await load('core/options.ts')
const { catalogue } = await load('core/error-catalogue.ts')
const { reporterOptions } = await load('reporters/options.ts')
const { notifiers } = await load('notifiers/index.ts')
const { commonChannelOptions } = await load('notifiers/channels.ts')
const { secretVariable } = await load('notifiers/secrets.ts')
const { defaultExcludes } = await load('core/default-excludes.ts')

const notice = '<!-- Made by `npm run docs` from the tables in the code. Do not edit by hand. -->\n\n'
/** @param {string} text */
const cell = text => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;')

/**
 * @param {string} command @param {string} section @param {Record<string, any>} table @param {boolean} everywhere
 */
function optionTable(command, section, table, everywhere) {
  const rows = Object.entries(table).map(([name, spec]) => {
    const { type, describe, defaultText, only, positional } = spec
    const value = type.placeholder === null ? '' : ` <${type.placeholder}>`
    const flag = only === 'config' ? '-' : positional ? `arguments` : `\`${flagName(name)}${value}\``
    const environment = everywhere && !only ? `\`${environmentName(command, name)}\`` : '-'
    const key = everywhere && only !== 'command-line' ? `\`${section}.${name}\`` : '-'
    const text = `${describe}${type.repeatable ? ' Repeatable.' : ''}${defaultText ? ` Default: ${defaultText}.` : ''}`
    return `| ${flag.replaceAll('|', '\\|')} | ${key} | ${environment} | ${cell(text)} |`
  })
  return `| flag | config | environment | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`
}

/** @param {Record<string, any>} table */
function channelTable(table) {
  const rows = Object.entries(table).map(([name, { type, describe, defaultText }]) => {
    const values = type.placeholder === null ? 'true or false' : `<${type.placeholder}>`
    return `| \`${name}\`: ${cell(values)} | ${cell(`${describe}${defaultText ? ` Default: ${defaultText}.` : ''}`)} |`
  })
  return `| key | meaning |\n|---|---|\n${rows.join('\n')}\n`
}

/** @param {[string, any]} entry */
function reporterRow([name, { type, describe, defaultText, default: value }]) {
  const values = type.placeholder === null ? 'true or false' : type.placeholder
  const text = `${describe}. Default: ${defaultText ?? value}.`
  return `| \`${name}\`: ${cell(values)} | \`${environmentName('reporters', name)}\` | ${cell(text)} |`
}

export async function configurationPage() {
  let page = `${notice}# Configuration

Every option has one name in three places. The first that is given counts: flag, environment variable, config
file, default. A repeatable option takes one value a line in its variable, and an array in the config file.

The config file is \`cd-gate.config.mjs\` (or \`.js\`, \`.json\`, \`.ts\`), or the key \`cd-gate\` in \`package.json\`, in
the working directory or above it, up to the repository's top. Paths in it are relative to it. An unknown key is an
error, exit code 2.

\`\`\`js
// cd-gate.config.mjs: every key is optional
import { defineConfig } from 'cd-gate'

export default defineConfig({
  coverage: {
    reports: ['coverage/coverage-final.json'],
    failUnder: 80,
    files: { 'src/billing/**': { failUnder: 95 } },
  },
})
\`\`\`

`
  for (const { name, section, load: loadCommand } of commands) {
    const { options } = await loadCommand()
    page += `## \`cd-gate ${name}\`\n\n${optionTable(section, section, options, true)}\n`
  }
  page += `## Reporters

Options of \`cd-gate/vitest\`, \`cd-gate/mocha\`, \`cd-gate/node-test\`, \`cd-gate/jest\` and \`cd-gate/playwright\`, given where the
runner takes a reporter's options ([reporters](reporters.md)). The variable wins.

| option | environment | meaning |
|---|---|---|
${Object.entries(reporterOptions).map(reporterRow).join('\n')}

`
  page += `## Channels of notify

What a channel of \`notify.channels\` takes ([notifiers](notifiers.md)). Secrets stand in the environment alone:
\`CD_GATE_CHANNEL_<CHANNEL>_<SECRET>\`, or \`…_FILE\` with the path of a file.

### Every channel

${channelTable(commonChannelOptions)}
`
  for (const loadNotifier of Object.values(notifiers)) {
    const { name, summary, options, secrets } = await loadNotifier()
    const words = secrets.map(
      (/** @type {string} */ secret) =>
        `\`${secretVariable('x', secret).slice('CD_GATE_CHANNEL_X_'.length)}\``,
    )
    page += `### \`${name}\`\n\n${cell(summary.replace(/\.$/, ''))}.${words.length > 0 ? ` Secrets: ${words.join(', ')}.` : ''}\n\n${channelTable(options)}\n`
  }
  page += `## Every command\n\n${optionTable('', '', commonOptions, false)}`
  page += `
## Thresholds by glob

\`coverage.files\` takes an object of globs. Each may have \`failUnder\`, \`failUnderBranches\`, \`failUnderFunctions\`,
\`failUnderStatements\` and \`allowMissed\`; they are for the changed files that match it, taken together, and hold
beside the overall thresholds.

## What coverage excludes by default

These files are not judged, and are always shown as excluded. \`--include\` takes them back in; \`--exclude\` wins over
everything. A glob that names a directory holds all that is below it. The directories of a package below
\`src/<set>/java\` (\`kotlin\`, \`scala\`, \`groovy\`) are its name, and are not looked at: \`com/example/demo\` is judged.

| what | globs |
|---|---|
${defaultExcludes.map((/** @type {any} */ { what, globs }) => `| ${what} | ${globs.map((/** @type {string} */ glob) => `\`${glob}\``).join(' ')} |`).join('\n')}
`
  return page
}

export function errorsPage() {
  const rows = Object.entries(catalogue).map(
    ([code, { exitCode, message, hint }]) =>
      `| \`${code}\` | ${exitCode} | ${cell(message)} | ${cell(hint)} |`,
  )
  return `${notice}# Errors

Everything that stops a command before it has a verdict: one sentence on what was found, one on what to do. What
stands in braces is filled in. Exit code 2 is wrong usage or configuration, 3 is "could not tell"; neither is ever a
pass. [Exit codes](exit-codes.md) says more.

| code | exit | what was found | what to do |
|---|---|---|---|
${rows.join('\n')}
`
}

export async function flakyRulesPage() {
  const { outcomeRules } = await load('flaky/outcome.ts')
  const { rules } = await load('flaky/score-ruling.ts')
  const { thresholds } = await load('flaky/score-thresholds.ts')
  const { exitCodeFor } = await load('core/verdict.ts')
  const outcomes = outcomeRules.map(
    (/** @type {any} */ { reason, outcome, say }, /** @type {number} */ index) =>
      `| ${index + 1} | \`${reason}\` | ${exitCodeFor(outcome)} | ${cell(say)} |`,
  )
  const sentences = Object.entries(rules).map(([name, meaning]) => `| \`${name}\` | ${cell(meaning)} |`)
  const bounds = Object.entries(thresholds).map(
    ([name, { value, meaning, source }]) => `| \`${name}\` | ${value} | ${cell(meaning)} | ${cell(source)} |`,
  )
  return `${notice}# The rules of \`cd-gate flaky\`

[How it works](flaky.md) says what they are for; \`cd-gate flaky explain <test>\` shows them at work on one test.

## Exit code of \`flaky run\`

The first rule that holds decides. A test that fails for good comes before what could not be told, and that before a
pass; no rerun clears what was not a test's failure.

| | rule | exit code | when |
|--:|---|--:|---|
${outcomes.join('\n')}

## Rules behind a verdict

| rule | says |
|---|---|
${sentences.join('\n')}

## Thresholds

Shares are from 0 to 1.

| name | value | what it bounds | where it comes from |
|---|--:|---|---|
${bounds.join('\n')}
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(docs, 'configuration.md'), await configurationPage())
  writeFileSync(join(docs, 'errors.md'), errorsPage())
  writeFileSync(join(docs, 'flaky-rules.md'), await flakyRulesPage())
}
