import { readTextOrNull } from '../core/system/files.ts'
import type { MessageTemplate } from './contract.ts'
import { type TemplateFields, templateFields } from './template-fields.ts'

/**
 * The user's own text for a channel's messages, an Eta template (https://eta.js.org) that sees `it` (TemplateFields). One
 * that is missing, broken or empty is said to be so in the log, and the built-in text is used: an alert is never lost to it.
 * @param shown how messages call the file
 */
export async function openTemplate(
  file: string,
  shown: string,
  log: (line: string) => void,
): Promise<MessageTemplate> {
  const refuse = (why: string): null => {
    log(`cd-gate: the template ${shown} ${why}; the built-in text is used`)
    return null
  }
  const text = readTextOrNull(file)
  if (text === null) return () => refuse('cannot be read')
  const { Eta } = await import('eta')
  // Plain text: every channel escapes for its own world.
  const eta = new Eta({ autoEscape: false, autoTrim: false })
  return alert => {
    try {
      const said = eta.renderString(text, strict(templateFields(alert))).trim()
      return said === '' ? refuse('gives an empty text') : said
    } catch (error) {
      return refuse(`is broken: ${error instanceof Error ? error.message.split('\n').join(' ') : error}`)
    }
  }
}

/** A misspelt field is an error and no "undefined" in somebody's mail. */
function strict(fields: TemplateFields): TemplateFields {
  return new Proxy(fields, {
    get: (target, name) => {
      if (typeof name === 'string' && !(name in target)) throw new Error(`there is no field "${name}"`)
      return Reflect.get(target, name)
    },
  })
}
