/**
 * What counts as covered: lib/, wherever a test reaches it. Tests of these folders run programs or millions of
 * verdicts, and count for nothing.
 */
const uncounted = /^test\/(conformance|docs|examples)\//

export default function coverageMap (testFile) {
  return uncounted.test(testFile) ? null : 'lib/**/*.ts'
}
