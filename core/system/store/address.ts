/** An address with a password in it is used, but never shown. */
export function withoutPassword(address: string): string {
  return address.replace(/(:\/\/[^/@:]*):[^/@]*@/, '$1:***@')
}
