import { filledContents } from '../cases/contents.ts';
import { isWaivable } from '../cases/statements.ts';
import { evaluate } from './evaluate.ts';
import type { Finding, Packet } from './schema.ts';

/**
 * The findings of a packet, for the instant of the handoff. Blockers that a lead may waive are looked for here, whatever the packet
 * says of itself: who made it may have left one out, or invented one. The others are the packet's own word, because their rules read
 * catalogue and credentials, which are missing here: of a clean packet they would say that these were not checked.
 */
export function frozenFindings(packet: Packet): readonly Finding[] {
  const waivable = ({ rule, where, severity }: Finding) => severity === 'blocker' && isWaivable(rule, where);
  const found = evaluate(filledContents(packet.contents), { now: packet.createdAt.at, products: [] });
  return [...found.filter(waivable), ...packet.findings.filter((each) => !waivable(each))];
}
