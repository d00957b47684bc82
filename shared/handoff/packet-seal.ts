/** What stands around the contents of a packet: who froze and signed it, who approved it, and what was let pass. */
import type { Place } from '../base/place.ts';
import { type Reading, zonedWords } from '../cases/words.ts';
import type { DocumentFact, DocumentRecord, DocumentSection } from './document-shape.ts';
import type { Packet } from './schema.ts';
import type { PacketSignature } from './signature.ts';

function plain(
  label: string,
  value: string,
  place: Place,
  look: DocumentFact['look'] = 'line',
): DocumentFact {
  return { label, value, place, look, clause: null, provenance: null };
}

/** The packet itself: who froze it, when, by which rules. */
export function packetSection(packet: Packet, zone: string): DocumentSection {
  const place = (field: string): Place => ({ table: 'packets', id: packet.id, field });
  const { knownHubTime = null } = packet;
  const facts = [
    plain('Note of the engineer', packet.note, place('note'), 'text'),
    plain('Revision', String(packet.revision), place('revision')),
    plain('Made by', packet.by.name, place('by')),
    plain('When it was made', zonedWords(packet.createdAt), place('createdAt')),
    plain(
      'Last time of the hub that was known',
      knownHubTime === null ? '' : zonedWords({ at: knownHubTime, zone }),
      place('knownHubTime'),
    ),
    plain('Rule set', packet.ruleSetVersion, place('ruleSetVersion')),
    plain('Digest (SHA-256)', packet.digest, place('digest'), 'mono'),
  ].filter(({ value }) => value !== '');
  return {
    id: 'packet',
    title: 'Packet',
    facts,
    unanswered: [],
    records: [],
    layout: 'records',
    columns: [],
    remarkOn: 'record',
    none: '',
  };
}

/** Who signed and who approved, what the lead understood, and what the lead let pass. */
export function signatureSection(
  packet: Packet,
  signatures: readonly PacketSignature[],
  reading: Reading,
): DocumentSection {
  const records = signatures.map((row): DocumentRecord => {
    const place = (field: string): Place => ({ table: 'signatures', id: row.id, field });
    const facts = [
      plain('By', row.by.name, place('by')),
      plain('When', zonedWords(row.at), place('at')),
      plain('Device', row.deviceId, place('deviceId'), 'mono'),
      plain('Read back: what is wrong', row.readBack?.wrong ?? '', place('readBack'), 'text'),
      plain('Read back: what is asked', row.readBack?.asked ?? '', place('readBack'), 'text'),
      ...row.waivers.map((waiver) =>
        plain(
          `Waived ${waiver.rule}, ${reading.placeWords(waiver.where)}`,
          waiver.reason,
          place('waivers'),
          'text',
        ),
      ),
    ].filter(({ value }) => value !== '');
    const title = row.kind === 'approval' ? 'Approved by a lead' : 'Signed by the engineer';
    return {
      title,
      place: { table: 'signatures', id: row.id, field: null },
      marks: [],
      facts,
      unanswered: [],
    };
  });
  const approved = signatures.some((row) => row.kind === 'approval');
  return {
    id: 'signatures',
    title: 'Signatures and approval',
    facts: approved
      ? []
      : [
          plain('Approval', 'Not approved by a lead yet, as far as is known here', {
            ...{ table: 'signatures', id: null, field: null },
          }),
        ],
    unanswered: [],
    records,
    layout: 'records',
    columns: [],
    remarkOn: 'record',
    none: records.length === 0 ? `No signature of revision ${packet.revision} is known here.` : '',
  };
}
