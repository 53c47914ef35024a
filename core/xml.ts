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
