/** Where one report file lies: a repository path, several that it may be, or none. */
export type Location =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'ambiguous'; readonly paths: readonly string[] }
  | { readonly kind: 'outside' }
