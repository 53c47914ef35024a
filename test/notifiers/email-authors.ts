/**
 * What a commit's author field may hold so that a mail for the allowed domain lab.test reaches somebody outside. Each is
 * complete: the address as git gives it.
 */
export const hostileAuthors: readonly string[] = [
  'evil@evil.test, dev@lab.test',
  'dev@lab.test> <evil@evil.test',
  'dev@lab.test\r\nBcc: evil@evil.test',
  '"dev@lab.test"@evil.test',
  'dev@notlab.test',
  'dev@lab.test.evil.test',
  'lab.test: evil@evil.test;',
  'evil@evil.test (dev@lab.test)',
  'evil%evil.test@lab.test',
  '@evil.test:dev@lab.test',
  'evil@evil.test\0@lab.test',
  'evil@evil.test dev@lab.test',
]
