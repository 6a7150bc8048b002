/**
 * Two projects: `tests` is what a change is tried with (`npm test`), `sweep` tries what there is to try (`npm run
 * test:sweep`), and writes or compares docs/guarantees.md.
 */

/** @type {(name: string, files: string) => import('jest').ProjectConfig} */
const project = (name, files) => ({
  displayName: name,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: [`<rootDir>/__tests__/**/${files}`],
  transform: {
    '\\.ts$': ['babel-jest', { presets: [['@babel/preset-typescript', { rewriteImportExtensions: false }]] }],
  },
  modulePathIgnorePatterns: ['<rootDir>/lib/'],
})

/** @type {import('jest').Config} */
export default {
  projects: [project('tests', '*.test.ts'), project('sweep', '*.sweep.ts')],
  maxWorkers: '100%',
  testSequencer: './__tests__/longest-first.js',
  // Ends what hangs, on the slowest of machines.
  testTimeout: 120_000,
}
