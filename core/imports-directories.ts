/** Of a repository path; `''` is the top. */
export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** The directory itself, and each above it up to the top (`''`). */
export function directoriesUp(directory: string): readonly string[] {
  const parts = directory === '' ? [] : directory.split('/')
  return Array.from({ length: parts.length + 1 }, (_, count) =>
    parts.slice(0, parts.length - count).join('/'),
  )
}
