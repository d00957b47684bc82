/** The Electron for tests: another package under the name of the chosen one is not run. */
import { expect, test } from 'vitest';
import { isIntact } from '../../../build/electron-runtime.mjs';

test('bytes are held against the SHA-512 that npm writes for a package', () => {
  // sha512 of "abc", FIPS 180-4, example of NIST, in Base64.
  const abc =
    'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';
  expect(isIntact(Buffer.from('abc'), abc)).toBe(true);
  expect(isIntact(Buffer.from('abd'), abc)).toBe(false);
  expect(isIntact(Buffer.from('abc'), 'sha512-')).toBe(false);
});
