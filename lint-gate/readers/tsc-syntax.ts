/** The compiler's codes of 1200 and above that its scanner and parser use; the others there are its checker's. */
const later: ReadonlySet<number> = new Set([
  1260, 1351, 1352, 1353, 1357, 1359, 1381, 1382, 1389, 1432, 1433, 1434, 1435, 1436, 1437, 1438, 1439, 1440,
  1441, 1442, 1443, 1472, 1477, 1478, 17002, 17008, 17014, 17015,
])

/** Whether an error comes before types are looked at: such of the scanner and parser, and TypeScript in JavaScript. */
export function isTscSyntaxError(code: number): boolean {
  return (code >= 1002 && code < 1200) || (code >= 8000 && code < 8020) || later.has(code)
}
