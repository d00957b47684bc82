import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('no form asks for a day by a field of the browser’s own, which says nothing of half a day', () => {
  const sources = readdirSync('renderer', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.tsx'),
  );
  expect(sources.length).toBeGreaterThan(100);
  const own = sources.filter((path) =>
    /type="(?:date|datetime-local|time)"/.test(readFileSync(join('renderer', path), 'utf8')),
  );
  expect(own).toEqual([]);
});
