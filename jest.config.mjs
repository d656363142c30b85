import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // Long files first: one that starts late leaves the other workers idle.
  testSequencer: '<rootDir>/test/support/sequencer.mjs',
  // One more than processors: many tests wait for a poll, a lease or a limit, and leave theirs to another.
  maxWorkers: availableParallelism() + 1,
  // For a busy machine, not for slow tests: nothing is measured against it.
  testTimeout: 150_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};
