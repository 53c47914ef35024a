/** A repository on a host, as its remote's address names it. */
export interface Hosted {
  /** `owner/name`, and what GitLab's groups put before. */
  readonly name: string
  /** Where to look at it; `null`: not a host that is known to have pages. */
  readonly url: string | null
}

/**
 * Reads a git remote: `https://host/owner/name.git`, `git@host:owner/name.git`, `ssh://git@host:22/owner/name`. Users and
 * passwords in it are dropped. `null`: it is a path or no address.
 */
export function hostedAt(remote: string): Hosted | null {
  const found =
    /^(?:https?|ssh|git):\/\/(?:[^/@]*@)?([^/:@]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/.exec(remote) ??
    /^(?:[\w.-]+@)?([\w.-]+\.[\w-]+):(?!\/\/)(.+?)(?:\.git)?\/?$/.exec(remote)
  const [, host, name] = found ?? []
  if (host === undefined || name === undefined || /[\s\p{Cc}]/u.test(name)) return null
  const known = /(^|\.)(github|gitlab|bitbucket|codeberg|gitea|forgejo)\./.test(`${host}.`)
  return { name, url: known ? `https://${host}/${name}` : null }
}

/** Where a host shows what lies between two commits; `null` where it is not known to. */
export function compareUrl({ url }: Hosted, from: string, to: string): string | null {
  if (url === null) return null
  if (/\/\/[^/]*bitbucket\./.test(url)) return `${url}/branches/compare/${to}..${from}`
  return /\/\/[^/]*gitlab\./.test(url) ? `${url}/-/compare/${from}...${to}` : `${url}/compare/${from}...${to}`
}
