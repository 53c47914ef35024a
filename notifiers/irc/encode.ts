import { withoutAnsi } from '../../core/ansi.ts'

/** Pieces of a message are a few hundred bytes at most; what is longer is cut before it costs time. Characters. */
const LONGEST = 4000

/**
 * The one way for text from outside into a parameter of a command: one line of plain text. Line ends and tabs become blanks;
 * ANSI sequences, mIRC colours and formats, CTCP's \x01, NUL, every other control and every invisible format character
 * (bidirectional ones too) are left out; a lone surrogate becomes U+FFFD. A joiner inside an emoji stays.
 */
export function plainText(text: string): string {
  return withoutAnsi(text.length > LONGEST ? text.slice(0, LONGEST) : text)
    .replace(/\u0003(?:\d{1,2}(?:,\d{1,2})?)?|\u0004(?:[\da-f]{6}(?:,[\da-f]{6})?)?/gi, '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(
      /(?<!\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu,
      '',
    )
    .replace(/[\s\u0085]/gu, ' ')
    .replace(/(?!\u200d)[\p{Cc}\p{Cf}]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** Whether it can be a parameter that is not the last one. */
export function isWord(text: string): boolean {
  return text !== '' && !text.startsWith(':') && !/[\s,\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)
}

/** RFC 2812 2.3.1; servers bound the length more tightly. */
export function isNick(text: string): boolean {
  return /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]{0,49}$/.test(text)
}

/** RFC 2812 1.3: begins with # & + or !, no blank, comma or bell. What a user could not see is refused too. */
export function isChannelName(text: string): boolean {
  return isWord(text) && /^[#&+!]./.test(text) && Buffer.byteLength(text) <= 200
}

/** How servers compare names where they say nothing else: casemapping rfc1459. */
export function folded(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('[', '{')
    .replaceAll(']', '}')
    .replaceAll('\\', '|')
    .replaceAll('^', '~')
}
