/** The immutable snapshot of a case that goes to Level 3. */

import { canonicalJson, sha256OfText } from '../base/hash.ts';
import type { PersonRef } from '../base/people.ts';
import type { ZonedInstant } from '../base/values.ts';
import type { CaseContents } from '../cases/contents.ts';
import { RULE_SET_VERSION } from './rule-set.ts';
import type { MadeFinding, Packet } from './schema.ts';

/** Where a case is again whose packet was taken back by its author, or refused: where it was when it was handed off. */
export function openedAgain(packet: Pick<Packet, 'contents'>): 'level2' | 'changes-requested' {
  return packet.contents.case.state === 'changes-requested' ? 'changes-requested' : 'level2';
}

/** SHA-256 of the canonical JSON (RFC 8785) of a packet's contents, 64 hexadecimal digits. */
export function contentsDigest(contents: unknown): string {
  return sha256OfText(canonicalJson(contents));
}

/** Freezes a case. `findings` are the warnings and notes that stood; blockers are for the caller to refuse. */
export function makePacket(start: {
  id: string;
  revision: number;
  createdAt: ZonedInstant;
  /** The last time of the hub that the device knew; null where it knew none. */
  knownHubTime?: string | null;
  by: PersonRef;
  contents: CaseContents;
  findings: readonly MadeFinding[];
}): Packet {
  const { id, revision, createdAt, knownHubTime = null, by, contents, findings } = start;
  return {
    id,
    caseId: contents.case.id,
    revision,
    createdAt,
    knownHubTime,
    by,
    ruleSetVersion: RULE_SET_VERSION,
    digest: contentsDigest(contents),
    contents,
    findings: [...findings],
    note: '',
  };
}
