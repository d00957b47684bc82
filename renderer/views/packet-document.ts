/** A packet's document, with the names that this device's catalogue has for what the packet names by its id. */
import { t } from '@lingui/core/macro';
import { useLiveQuery } from 'dexie-react-hooks';
import { useMemo } from 'react';
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { DocumentSection } from '../../shared/handoff/document-shape.ts';
import { caseDocument, packetDocument } from '../../shared/handoff/packet-document.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { useApp } from './hooks.tsx';

/** What products, excluded systems and policy documents are called, by their ids. */
export async function catalogueNames(db: ConsoleDatabase): Promise<ReadonlyMap<string, string>> {
  const [products, excluded, documents] = await Promise.all([
    db.products.toArray(),
    db.excludedSystems.toArray(),
    db.policyDocuments.toArray(),
  ]);
  return new Map([
    ...products.map((row) => [row.id, row.name] as const),
    ...excluded.map((row) => [row.id, row.name] as const),
    ...documents.map((row) => [row.id, t`${row.title}, version ${row.version}`] as const),
  ]);
}

/** What products, excluded systems and policy documents are called. */
export function useCatalogueNames(): ReadonlyMap<string, string> {
  const { db } = useApp();
  return useLiveQuery(() => catalogueNames(db), [db]) ?? none;
}

const none: ReadonlyMap<string, string> = new Map();
const noSignatures: readonly PacketSignature[] = [];

/** @param packet null while it is being read */
export function usePacketDocument(
  packet: Packet | null,
  signatures: readonly PacketSignature[] | undefined,
): readonly DocumentSection[] {
  const names = useCatalogueNames();
  return useMemo(
    () => (packet === null ? [] : packetDocument(packet, { names, signatures: signatures ?? noSignatures })),
    [packet, names, signatures],
  );
}

/** The document of a case as it stands on this computer. */
export function useCaseDocument(contents: CaseContents): readonly DocumentSection[] {
  const names = useCatalogueNames();
  return useMemo(() => caseDocument(contents, { names }), [contents, names]);
}
