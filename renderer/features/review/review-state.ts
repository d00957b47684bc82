/** What a lead has put together about a packet and not decided yet. Kept by packet while the window lives. */
import { create } from 'zustand';
import type { CaseWaiver } from '../../../shared/cases/statements.ts';
import type { Waiver } from '../../../shared/handoff/signature.ts';
import type { AskedChange } from '../../../shared/review/schema.ts';

export interface Draft {
  changes: Omit<AskedChange, 'id'>[];
  waivers: (Waiver & { rule: CaseWaiver['rule'] })[];
  /** Warnings and notes with which the lead is content, by their keys. */
  content: readonly string[];
  wrong: string;
  asked: string;
  text: string;
}

const emptyDraft: Draft = { changes: [], waivers: [], content: [], wrong: '', asked: '', text: '' };

interface Drafts {
  byPacket: Record<string, Draft>;
  change(packetId: string, fields: Partial<Draft>): void;
  clear(packetId: string): void;
}

export const useDrafts = create<Drafts>((set) => ({
  byPacket: {},
  change: (packetId, fields) =>
    set(({ byPacket }) => ({
      byPacket: { ...byPacket, [packetId]: { ...(byPacket[packetId] ?? emptyDraft), ...fields } },
    })),
  clear: (packetId) => set(({ byPacket }) => ({ byPacket: { ...byPacket, [packetId]: emptyDraft } })),
}));

export function useDraft(packetId: string): Draft {
  return useDrafts(({ byPacket }) => byPacket[packetId] ?? emptyDraft);
}
