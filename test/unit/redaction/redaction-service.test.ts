import { expect, test } from 'vitest';
import { redactionService } from '../../../renderer/workers/redaction-service.ts';
import { DEFAULT_OPTIONS } from '../../../shared/redaction/redact.ts';

test('each call is told how far it is itself: a redaction that is done again, too', async () => {
  const service = redactionService();
  const told: string[] = [];
  const bytes = new TextEncoder().encode('hostname branch-sw-01\n');
  await service.open(
    {
      key: new Uint8Array(32),
      files: [{ id: 'a', name: 'branch.cfg', bytes, encoding: 'utf-8' }],
      texts: [],
      options: DEFAULT_OPTIONS,
    },
    (done) => told.push(`open ${done > 0}`),
  );
  expect(new Set(told)).toEqual(new Set(['open true']));
  told.length = 0;
  await service.redact({ options: DEFAULT_OPTIONS }, (done) => told.push(`redact ${done > 0}`));
  expect(new Set(told)).toEqual(new Set(['redact true']));
});
