import { SaxesParser } from 'saxes'

/** By name; an attribute that is not there is undefined. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>

/** Receives a document's elements. Texts and character data come alike, their references resolved. */
export interface XmlListener {
  readonly open: (name: string, attributes: XmlAttributes, line: number) => void
  readonly text: (text: string) => void
  readonly close: () => void
}

export interface XmlReader {
  /** @throws XmlFault */
  readonly write: (text: string) => void
  /** @throws XmlFault when the document is not complete */
  readonly end: () => void
}

/** The document is not well-formed, or is not to be trusted. */
export class XmlFault extends Error {
  readonly line: number
  readonly hostile: boolean

  constructor(message: string, line: number, hostile: boolean) {
    super(message)
    this.line = line
    this.hostile = hostile
  }
}

/** Deeper than any report nests. */
const MAX_DEPTH = 256

/**
 * A strict, streaming reader. It knows no entities but XML's own five, and never fetches anything; a document type that
 * declares entities is refused.
 */
export function createXmlReader(listener: XmlListener): XmlReader {
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false })
  let depth = 0
  const fault = (message: string, hostile = false) => new XmlFault(message, parser.line, hostile)
  parser.on('error', error => {
    throw fault(error.message.replace(/^(\S+:)?\d+:\d+:\s*/, '').replace(/\.$/, ''))
  })
  parser.on('doctype', text => {
    if (/<!ENTITY/i.test(text)) throw fault('it declares entities of its own', true)
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (depth > MAX_DEPTH) throw fault('its elements are nested too deep', true)
    listener.open(name, attributes, parser.line)
  })
  parser.on('text', text => listener.text(text))
  parser.on('cdata', text => listener.text(text))
  parser.on('closetag', () => {
    depth -= 1
    listener.close()
  })
  return {
    write: text => {
      parser.write(text)
    },
    end: () => {
      parser.close()
    },
  }
}
