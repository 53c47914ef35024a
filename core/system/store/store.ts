/**
 * A place for segments: small immutable pieces under keys. What stands in them is their module's own affair. A key is
 * written once and means one content for ever, so that stores are united by copying what is missing, in any order and
 * any number of times.
 */
export interface Store {
  /** For people: where it is, without a password. */
  readonly where: string
  /** The keys that begin with `prefix`, sorted. @throws GateError store.* */
  keys(prefix: string): Promise<readonly string[]>
  /** What is there of these keys; a key without a segment is left out. @throws GateError store.* */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>
  /** Durable when it resolves; a key that is there already stays as it is. @throws GateError store.* */
  write(segments: ReadonlyMap<string, Uint8Array>): Promise<void>
  /** @throws GateError store.* */
  remove(keys: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Words of letters, digits, `_`, `.`, `-`, divided by `/`: a key is a safe path on every file system. */
export function isKey(text: string): boolean {
  return text.length <= 300 && text.split('/').every(part => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(part))
}
