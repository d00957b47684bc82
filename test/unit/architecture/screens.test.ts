/** A screen whose address names a record is not opened by `every-screen.test.ts`, which knows none. What opens it stands here. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** By path: the test below `test/`, and words of it that only stand there where it opens the screen. */
const openedBy: Readonly<Record<string, readonly [file: string, words: string]>> = {
  '/cases/:id/scan': ['e2e/journey/record-screens.test.ts', '/scan`'],
  '/cases/:id/camera': ['e2e/journey/record-screens.test.ts', '/camera`'],
  '/cases/:id/collect': ['e2e/journey/record-screens.test.ts', '/collect`'],
  '/cases/:id/timeline': ['e2e/journey/record-screens.test.ts', '/timeline`'],
  '/cases/:id/compare': ['e2e/journey/record-screens.test.ts', '/compare`'],
  '/cases/:id/log/:file': ['e2e/journey/record-screens.test.ts', 'Look into this log'],
  '/cases/:id/knowledge': ['e2e/journey/record-screens.test.ts', '/knowledge`'],
  '/cases/:id/redact/:file?': ['e2e/journey/redaction.test.ts', "'Redact running.cfg'"],
  '/cases/views/:id': ['component/ui/palette.test.tsx', '<CasesScreen view='],
  '/cases/:id/:part?/:row?': ['e2e/journey/case-workspace.test.ts', '#/cases/$'],
  '/review/:id': ['e2e/journey/review-journey.test.ts', '`/review/$'],
  '/customers/:id': ['e2e/journey/record-screens.test.ts', '/customers/$'],
  '/level3/:id': ['e2e/journey/desk-journey.test.ts', '#/level3/$'],
  '/packets/:id/print': ['e2e/journey/review-journey.test.ts', '/print`'],
  '/sync/conflicts/:id': ['component/ui/sync-parts.test.tsx', '<ConflictScreen'],
};

test('a screen whose address names a record is opened by a test that is named here', () => {
  const paths = [...read('renderer/app/screens.tsx').matchAll(/^ {4}path: '([^']+)',$/gm)].map(
    ([, path = '']) => path,
  );
  const ofRecord = paths.filter((path) => path.replaceAll(/\/:[a-z]+\?/g, '').includes(':'));
  expect(ofRecord.sort(), 'open each in a test, and name that test in `openedBy`').toEqual(
    Object.keys(openedBy).sort(),
  );
  const gone = Object.values(openedBy).filter(
    (by) => !(existsSync(join(root, 'test', by[0])) && read(`test/${by[0]}`).includes(by[1])),
  );
  expect(gone, 'tests that do not open it any more').toEqual([]);
});
