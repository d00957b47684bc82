/** Values beside each other, in a review's changes, a conflict and a refused change: as the packet's document says them. */
import { expect, test } from 'vitest';
import { valueText } from '../../../renderer/features/sync/value-text.ts';
import { caseContents, descriptions } from '../../../shared/cases/contents.ts';
import { readingOfBoth } from '../../../shared/handoff/packet-document.ts';
import { everyFieldContents } from '../../helpers/every-field.ts';

const contents = everyFieldContents();
const names = new Map([['sample-products', 'Sample Recorder']]);
const reading = readingOfBoth(contents, contents, names);
const RAW =
  /\d{4}-\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\[object |\bName: Sample Engineer/;

const tables = Object.keys(caseContents.shape).map((key) => (key === 'case' ? 'cases' : key));

test.each(tables)('of the table %s no value is a raw time, id or object', (table) => {
  const rows = table === 'cases' ? [contents.case] : contents[table as 'systems'];
  for (const row of rows as readonly Record<string, unknown>[]) {
    expect(valueText(row, table, '', reading)).not.toMatch(RAW);
    for (const [field, value] of Object.entries(row)) {
      if (['id', 'caseId', 'organisationId'].includes(field)) continue;
      expect(valueText(value, table, field, reading), field).not.toMatch(RAW);
    }
  }
});

test('a statement on redaction says of which file, by whom and when, with the zone', () => {
  const [row] = contents.redactions;
  const text = valueText(row, 'redactions', '', reading);
  expect(text).toContain('Stated by: Sample Engineer One');
  expect(text).toMatch(/When it was stated: \d+ Nov 2026, \d\d:\d\d America\/Chicago/);
  expect(text).toContain('File: Answer 2 of attachments to name');
});

test('of a table without a description times and days are in words, and an id without a name is none', () => {
  const row = {
    startsOn: '2026-11-20',
    publishedAt: '2026-11-20T08:00:00.000Z',
    customerId: '01900000-0000-7000-8000-0000000000d1',
    by: { id: '01900000-0000-7000-8000-00000000e001', name: 'Sample Lead' },
  };
  const text = valueText(row, 'agreements', '', reading);
  expect(text).not.toMatch(RAW);
  expect(text).toContain('20 Nov 2026');
  expect(text).toContain(': Sample Lead');
  expect(Object.keys(descriptions)).not.toContain('agreements');
});
