/** Case files at the hub: each handed off as a case of the device's own, and what the hub said of it. */
import { readFileSync } from 'node:fs';
import { uuidv7 } from '../../shared/base/ids.ts';
import { parseCaseFile, withNewIds } from '../../shared/cases/case-file.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { Finding, Packet } from '../../shared/handoff/schema.ts';
import type { PushResult } from '../../shared/sync/protocol.ts';
import { editsOf, handoffOf, packetOf, sign } from './packets.ts';
import type { TestDevice } from './test-device.ts';

export interface GateAnswer {
  result: PushResult;
  packet: Packet;
  /** What the hub refuses it for; where it took it in, none. */
  blockers: readonly Finding[];
  /** Rows that the hub did not take at all, with why: what they said is then missing. */
  refusedRows: readonly string[];
}

/** Whoever wrote, signed or removed something of the case is the device's person, as if they had entered it. */
function asOwn(value: unknown, device: TestDevice): unknown {
  if (Array.isArray(value)) return value.map((each) => asOwn(each, device));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      (key === 'by' || key === 'engineer') && typeof each === 'object' && each !== null
        ? [key, device.person]
        : [key, asOwn(each, device)],
    ),
  );
}

/** The case of a file as one of the device's, with fresh ids. @throws where the file cannot be read */
export function caseOfFile(path: string, device: TestDevice): CaseContents {
  const answer = parseCaseFile(readFileSync(path, 'utf8'), 50_000_000);
  if (!answer.ok) throw new Error(`${path}: ${answer.message}`);
  let n = 0;
  const fresh = withNewIds(answer.file.contents, () =>
    uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)).fill(n++ % 256, 9)),
  );
  const own = asOwn(fresh, device) as CaseContents;
  return { ...own, case: { ...own.case, organisationId: device.identity.organisation.id, state: 'ready' } };
}

/** Pushes the case row by row, leaves out what the hub does not take, and hands off what is left. */
export async function throughTheGate(device: TestDevice, contents: CaseContents): Promise<GateAnswer> {
  const edits = editsOf(contents);
  const { results } = await device.push(...edits);
  const refused = results.flatMap((each, at) =>
    each.outcome === 'rejected'
      ? [{ key: edits[at]?.key ?? '', words: `${edits[at]?.table}: ${each.rejection.message}` }]
      : [],
  );
  const gone = new Set(refused.map(({ key }) => key));
  const kept = Object.fromEntries(
    Object.entries(contents).map(([table, rows]) => [
      table,
      Array.isArray(rows) ? rows.filter(({ id }) => !gone.has(id)) : rows,
    ]),
  ) as unknown as CaseContents;
  const packet = await sign(device, packetOf(device, kept));
  const [result] = (await device.push(handoffOf(packet))).results;
  if (!result) throw new Error('the hub answered nothing');
  const blockers =
    result.outcome === 'rejected'
      ? (result.rejection.findings ?? []).filter(({ severity }) => severity === 'blocker')
      : [];
  return { result, packet, blockers, refusedRows: refused.map(({ words }) => words) };
}
