/**
 * Terminal sequences after ECMA-48, in their 7-bit and 8-bit forms: strings (OSC, DCS, PM, APC, SOS) with their end, CSI, and
 * the short escapes. No alternative can run over the start of another sequence, so the search is linear.
 */
const sequences =
  /(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0080-\u009f]*(?:\u0007|\u001b\\|\u009c)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]/g

export function withoutAnsi(text: string): string {
  return /[\u001b\u0090\u0098\u009b\u009d-\u009f]/.test(text) ? text.replace(sequences, '') : text
}
