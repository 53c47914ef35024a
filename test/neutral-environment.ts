/** Takes the surrounding CI and the developer's git settings out of the tests. */
const kept =
  /^(PATH|HOME|TMPDIR|TEMP|TMP|LANG|LC_ALL|TERM|NODE_.*|VITEST.*|CD_GATE_TEST_.*|CI|SYSTEMROOT|COMSPEC)$/

for (const name of Object.keys(process.env)) {
  if (!kept.test(name)) delete process.env[name]
}
Object.assign(process.env, {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'A. Uthor',
  GIT_AUTHOR_EMAIL: 'author@example.org',
  GIT_COMMITTER_NAME: 'A. Uthor',
  GIT_COMMITTER_EMAIL: 'author@example.org',
})
