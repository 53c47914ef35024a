import { withoutAnsi } from './ansi.ts'

/**
 * Text that XML 1.0 can hold: what is not a Char of the specification (most control characters, lone surrogates, U+FFFE
 * and U+FFFF) is made visible as its code. Line breaks and tabs stay.
 */
export function legalXml(text: string): string {
  return text.replace(
    /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    character => `\\u{${character.charCodeAt(0).toString(16)}}`,
  )
}

const textEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Everything that cannot stand in an attribute as it is: markup, line breaks (a reader would make spaces of them), illegal characters. */
const unfitForAttribute = /[^ !#-%'-;=?-\u007e\u00a0-\ud7ff\ue000-\ufffd]/
/** The same for text, where line feeds and tabs stay; a carriage return would be read as a line feed. */
const unfitForText = /[^\t\n -%'-;=?-\u007e\u00a0-\ud7ff\ue000-\ufffd]/

/** For a quoted attribute: colours left out, illegal characters made visible, everything else kept. */
export function xmlAttribute(text: string): string {
  if (!unfitForAttribute.test(text)) return text
  return legalXml(withoutAnsi(text)).replace(/[&<>"\t\n\r]/g, character => textEscapes[character] ?? '')
}

/** For the text of an element. No CDATA: it would have to be torn apart at each `]]>` inside. */
export function xmlText(text: string): string {
  if (!unfitForText.test(text)) return text
  return legalXml(withoutAnsi(text)).replace(/[&<>\r]/g, character => textEscapes[character] ?? '')
}
