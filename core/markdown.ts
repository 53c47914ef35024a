import { cutEnd } from './columns.ts'
import { visible, visibleText } from './text.ts'

/** Text from outside in Markdown: it means itself, and nothing else. */

/** In a line: no markup, no link, no end of a table cell, and nobody is called by name. */
export function prose(text: string, most = 400): string {
  return cutEnd(visible(text), most).replace(
    /[&<>\\`*_[\]|~]|^[#+=-]|:(?=\/\/)|(?<=www)\.|[@#!$%](?=[\w"])/gi,
    found => (/[@#!$%]/.test(found) ? `${entity(found)}&#8203;` : entity(found)),
  )
}

/** In a code element, where hosts look for no people and no issues. */
export function code(text: string, most = 200): string {
  const inert = cutEnd(visible(text), most).replace(/[&<>|`*_~[\]\\]|:(?=\/\/)|(?<=www)\./gi, entity)
  return `<code>${inert}</code>`
}

/** Several lines, as a block whose fence nothing inside can close. */
export function block(text: string): string {
  const inside = visibleText(text)
  const longest = Math.max(2, ...[...inside.matchAll(/`+/g)].map(match => match[0].length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${inside}\n${fence}`
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function entity(character: string): string {
  return named[character] ?? `&#${character.charCodeAt(0)};`
}
