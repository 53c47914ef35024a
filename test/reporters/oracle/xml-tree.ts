import { SaxesParser } from 'saxes'

/** An element of an XML document, comments and processing instructions left out. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
}

/**
 * The root element of a document, entities of its own not resolved.
 * @throws Error when the text is not well-formed
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser()
  const root: { name: string; attributes: Record<string, string>; children: (XmlElement | string)[] } = {
    name: '',
    attributes: {},
    children: [],
  }
  const open = [root]
  const addText = (part: string) => void open.at(-1)?.children.push(part)
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text).close()
  const document = root.children.find(each => typeof each !== 'string')
  if (document === undefined) throw new Error('the document has no root element')
  return document as XmlElement
}

export function elements(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children.filter((each): each is XmlElement => typeof each !== 'string' && each.name === name)
}

export function firstElement(parent: XmlElement, name: string): XmlElement | null {
  return elements(parent, name)[0] ?? null
}

/** The text that stands directly in an element, not that of the elements inside. */
export function ownText(element: XmlElement): string {
  return element.children.filter(each => typeof each === 'string').join('')
}

/** All text in an element, that of the elements inside too. */
export function wholeText(element: XmlElement): string {
  return element.children.map(each => (typeof each === 'string' ? each : wholeText(each))).join('')
}

export function textOf(parent: XmlElement, name: string): string | null {
  const found = firstElement(parent, name)
  return found === null ? null : ownText(found)
}
