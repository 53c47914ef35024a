/** A function, or a statement outside of all functions, that holds code to run. Lines 1-based, both ends included. */
export interface CodeUnit {
  readonly first: number
  readonly last: number
}
