import { filledContents } from '../cases/contents.ts';
import { isWaivable } from '../cases/statements.ts';
import { evaluate } from './evaluate.ts';
import type { Finding, Packet } from './schema.ts';

/**
 * The findings of a packet, for the instant of the handoff: those that were frozen with it. Where none were, only blockers
 * that a lead may waive are looked for: their rules read nothing but the packet, while others would miss catalogue and
 * credentials here and say of a clean packet that these were not checked.
 */
export function frozenFindings(packet: Packet): readonly Finding[] {
  if (packet.findings.length > 0) return packet.findings;
  return evaluate(filledContents(packet.contents), { now: packet.createdAt.at, products: [] }).filter(
    ({ rule, where, severity }) => severity === 'blocker' && isWaivable(rule, where),
  );
}
