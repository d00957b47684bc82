/** What a holder is reminded of, and an import that the network stops in the middle; the hub answers from memory. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BulkItem, runBulk, startBulk } from '../../../renderer/commands/bulk-acts.ts';
import { sendResults, startImport } from '../../../renderer/commands/import-results.ts';
import { auditCsv, detailWords } from '../../../renderer/features/credentials/audit-part.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { remindersOf, takenBack } from '../../../renderer/views/own-credentials.ts';
import type { PreviewRow } from '../../../shared/certification/results-csv.ts';
import type { Verdict } from '../../../shared/certification/verdict.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { AT, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let bridge: MemoryBridge;
let app: AppServices;
beforeEach(async () => {
  bridge = memoryBridge();
  app = await openEnrolledConsole(bridge);
});
afterEach(async () => {
  await removeConsole(app);
});

const NOW = new Date('2026-11-25T12:00:00.000Z');
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000).toISOString();

function ending(days: number, kind: 'valid' | 'expired' | 'revoked' = 'valid'): { verdict: Verdict } {
  const said = {
    id: null,
    person: { id: null, name: 'Sample Engineer One' },
    issuer: { id: 'https://certification.example.com', name: '' },
    name: 'Paging',
    coverage: [],
    validFrom: inDays(-300),
    validUntil: inDays(days),
  };
  return { verdict: { kind, accepted: kind === 'valid', checks: [], said, list: null } as Verdict };
}

test('a holder is reminded from 90 days on, urgently within 7, and not where a later one follows', () => {
  const told = (...held: { verdict: Verdict }[]) =>
    remindersOf(held, NOW).map(({ text, urgent }) => `${text.split(', ')[0]} ${urgent}`);
  expect(told(ending(91))).toEqual([]);
  expect(told(ending(90))).toEqual(['“Paging” ends in 90 days false']);
  expect(told(ending(8))).toEqual(['“Paging” ends in 8 days false']);
  expect(told(ending(7))).toEqual(['“Paging” ends in 7 days true']);
  expect(told(ending(1))).toEqual(['“Paging” ends in 1 day true']);
  expect(told(ending(-2, 'expired'))).toEqual([
    '“Paging” ended on 23 November 2026. Ask for its renewal. true',
  ]);
  expect(told(ending(20, 'revoked'))).toEqual([]);
  expect(told(ending(7), ending(360))).toEqual([]);
});

test('a holder is told at Home of what was taken back, and not where another of the name counts', () => {
  expect(takenBack([ending(20, 'revoked')])).toEqual(['“Paging” was revoked, for good.']);
  expect(takenBack([ending(20, 'revoked'), ending(10)])).toEqual([]);
  expect(takenBack([ending(-2, 'expired'), ending(10)])).toEqual([]);
});

test('[C8] an import that is stopped goes on where it was, under the same request', async () => {
  const rows = Array.from(
    { length: 2_500 },
    (_, i): PreviewRow => ({
      line: i + 2,
      cells: { person: 'p', exam: 'e', passedOn: '2026-01-01', score: '', outcome: '' },
      fate: {
        kind: 'record',
        personId: newId(),
        personName: 'p',
        examId: newId(),
        examName: 'e',
        passedOn: '2026-01-01',
        score: '',
      },
    }),
  );
  const asked: string[] = [];
  let up = true;
  bridge.replies['hub.certify'] = ({ act, requestId }) => {
    if (act.action !== 'record-results') throw new Error(act.action);
    const { length } = act.results;
    asked.push(`${requestId} ${length}`);
    const first = asked.length === 1;
    up = first || asked.length > 2;
    if (!up) return { ok: false, failure: { kind: 'offline', code: 'offline', message: 'No answer.' } };
    const fates = act.results.map(() => 'recorded' as const);
    return { ok: true, value: { result: { kind: 'results', recorded: length, fates }, hubTime: AT } };
  };
  const run = startImport(app, rows, 'Sheet of March');
  const seen: number[] = [];
  const stopped = await sendResults(app, run, (sent) => seen.push(sent));
  expect(stopped).toMatchObject({ ok: false, message: expect.stringContaining('1000 of 2500 rows') });
  const ended = await sendResults(app, run, (sent) => seen.push(sent));
  expect(ended).toEqual({ ok: true, told: '2500 of 2500 results are recorded.' });
  expect(seen).toEqual([1_000, 2_000, 2_500]);
  expect(asked.map((each) => each.split(' ')[1])).toEqual(['1000', '1000', '1000', '500']);
  expect(asked[1]).toBe(asked[2]);
  expect(new Set(asked).size).toBe(3);
});

test('[C8] many acts: what the hub refuses is noted and the next is done; a network that goes stops them, and they go on', async () => {
  const acts = Array.from({ length: 4 }, (_, i) => ({
    label: `Person ${i}`,
    act: {
      action: 'issue',
      credentialId: newId(),
      personId: newId(),
      examId: newId(),
      validFrom: null,
    } as const,
  }));
  const asked: string[] = [];
  bridge.replies['hub.certify'] = ({ act, requestId, reason }) => {
    if (act.action !== 'issue' || reason !== 'Sheet of March') throw new Error(act.action);
    asked.push(requestId);
    if (asked.length === 2)
      return { ok: false, failure: { kind: 'refused', code: 'not-passed', message: 'Not passed.' } };
    if (asked.length === 3)
      return { ok: false, failure: { kind: 'offline', code: 'offline', message: 'No answer.' } };
    const { credentialId } = act;
    return {
      ok: true,
      value: { result: { kind: 'credential', credentialId, token: 'a.b.c' }, hubTime: AT },
    };
  };
  const told: string[] = [];
  const fates = (items: readonly BulkItem[]) => items.map(({ fate }) => fate).join(' ');
  const tell = (items: readonly BulkItem[]) => void told.push(fates(items));
  const first = await runBulk(app, startBulk(app, acts, 'Sheet of March'), tell, () => false);
  expect(first.problem).toContain('Nothing is done twice');
  expect(fates(first.items)).toBe('done refused waiting waiting');
  expect(first.items[1]?.message).toBe('Not passed.');
  const stopped = await runBulk(app, first.items, tell, () => true);
  expect(stopped).toEqual({ items: first.items, problem: '' });
  const second = await runBulk(app, first.items, tell, () => false);
  expect(second.problem).toBe('');
  expect(told).toEqual([
    'done waiting waiting waiting',
    'done refused waiting waiting',
    'done refused done waiting',
    'done refused done done',
  ]);
  // What was sent twice had the same id, and no other was.
  expect(asked[2]).toBe(asked[3]);
  expect(new Set(asked).size).toBe(4);
});

test('[C9] an entry of the audit trail names a person or an organisation once, and tells an id that it knows no name of', () => {
  const id = newId();
  const entry = {
    ...{ id: '7', at: AT, by: null, action: 'person-added', subject: 's', reason: '' },
    detail: { organisation: 'Sample Partner', organisationId: id, roles: 'lead' },
  };
  expect(detailWords(entry, new Map([[id, 'Sample Partner']]))).toBe(
    'organisation: Sample Partner, roles: lead',
  );
  expect(detailWords(entry, new Map())).toContain(`organisationId: ${id}`);
  // By another name than it had then.
  expect(detailWords(entry, new Map([[id, 'Renamed Partner']]))).toContain('organisationId: Renamed Partner');
});

test('[C9] the audit trail as a file: whom it is about by name, and a reason that begins like a formula is text', () => {
  const by = { id: newId(), name: 'Sample, Admin' };
  const text = auditCsv(
    [{ id: '7', at: AT, by, action: 'credential-revoked', subject: 's', reason: '=1+1', detail: {} }],
    new Map([['s', 'Sample Engineer One, Recorder (sample)']]),
  );
  expect(text.split('\r\n')[1]).toBe(
    `7,${AT},"Sample, Admin",${by.id},credential-revoked,"Sample Engineer One, Recorder (sample)",s,'=1+1,{}`,
  );
});
