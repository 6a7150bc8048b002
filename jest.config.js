/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Tests that start the bundle mostly wait for its process.
  maxWorkers: 2,
  testTimeout: 30_000,
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: {
    '\\.ts$': ['babel-jest', { presets: [['@babel/preset-typescript', { rewriteImportExtensions: false }]] }],
  },
  modulePathIgnorePatterns: ['<rootDir>/lib/'],
}
