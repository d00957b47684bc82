/**
 * What a lead has put together about a packet and not decided yet: there again after a reload, and gone once the packet is decided, here
 * or by somebody else.
 */
import { useMemo } from 'react';
import { z } from 'zod';
import { create } from 'zustand';
import { later } from '../../../shared/base/later.ts';
import { waivableRule } from '../../../shared/cases/statements.ts';
import { waiver } from '../../../shared/handoff/signature.ts';
import { askedChange } from '../../../shared/review/schema.ts';
import { draftIds, dropDraft, keepDraft, readDraft } from '../../store/drafts.ts';
import { parsedJson } from '../../store/kept.ts';

const draft = later(() =>
  z.object({
    changes: z.array(askedChange.unwrap().omit({ id: true })),
    waivers: z.array(waiver.unwrap().extend({ rule: waivableRule })),
    /** Warnings and notes with which the lead is content, by their keys. */
    content: z.array(z.string()).readonly(),
    wrong: z.string(),
    asked: z.string(),
    text: z.string(),
    /** A change that is being written and not among the others yet. */
    another: z.string(),
  }),
);
export type Draft = z.infer<typeof draft>;

const emptyDraft: Draft = {
  ...{ changes: [], waivers: [], content: [] },
  ...{ wrong: '', asked: '', text: '', another: '' },
};

const BEGINNING = 'review ';
/** Under which the packet's own draft is kept; what is being written beside its findings and fields is kept under names that begin so. */
const keptAs = (packetId: string) => `${BEGINNING}${packetId}`;

/** The id of the draft of something that is written of a packet before its decision. It lies in clear: no words that were typed. */
export const writtenOf = (packetId: string, what: string) => `${keptAs(packetId)} ${what}`;

/** What a reload left of it; a console of another version may have kept something else. */
function keptOf(packetId: string): Draft {
  const kept = readDraft(keptAs(packetId));
  const read = kept && draft.safeParse(parsedJson(kept.text));
  return read?.success ? read.data : emptyDraft;
}

interface Drafts {
  /** Those that were changed since the page was loaded. */
  byPacket: Record<string, Draft>;
  change(packetId: string, fields: Partial<Draft>): void;
  clear(packetId: string): void;
}

export const useDrafts = create<Drafts>((set) => ({
  byPacket: {},
  change: (packetId, fields) => {
    const next = { ...draftOf(packetId), ...fields };
    keepDraft(keptAs(packetId), { text: JSON.stringify(next), bases: [] });
    set(({ byPacket }) => ({ byPacket: { ...byPacket, [packetId]: next } }));
  },
  clear: (packetId) => {
    for (const id of draftIds(keptAs(packetId))) dropDraft(id);
    set(({ byPacket }) => ({ byPacket: { ...byPacket, [packetId]: emptyDraft } }));
  },
}));

/** The draft as it is now. */
export function draftOf(packetId: string): Draft {
  return useDrafts.getState().byPacket[packetId] ?? keptOf(packetId);
}

export function useDraft(packetId: string): Draft {
  const changed = useDrafts(({ byPacket }) => byPacket[packetId]);
  const isChanged = changed !== undefined;
  const kept = useMemo(() => (isChanged ? emptyDraft : keptOf(packetId)), [packetId, isChanged]);
  return changed ?? kept;
}

/** The packets of which something is kept. */
export function draftedPackets(): string[] {
  return [...new Set(draftIds(BEGINNING).map((id) => id.split(' ')[1] ?? ''))];
}
