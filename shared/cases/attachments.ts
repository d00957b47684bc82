/**
 * A file of the case. Its bytes lie content-addressed in the shell's blob store, under `sha256`. Name, type, size and hash
 * never change; what is said about the file may.
 */
import { z } from 'zod';
import { instant, line, sha256Hex } from '../base/values.ts';
import { describe } from './describe.ts';
import { field, given, ownIds } from './field.ts';

export const attachments = describe({
  ...ownIds,
  name: given(line, { kind: 'line' }, { label: 'File name' }),
  mediaType: given(line, { kind: 'line' }, { label: 'Media type', mono: true }),
  /** Bytes. */
  size: given(
    z.number().int().min(0).max(1_099_511_627_776),
    { kind: 'number', unit: 'bytes' },
    { label: 'Size' },
  ),
  sha256: given(sha256Hex, { kind: 'hash' }, { label: 'SHA-256', mono: true }),
  /** What kind of thing it is; H38 asks of logs that they cover the time of the fault. */
  category: field.kindOf(
    { log: 'Log', configuration: 'Configuration', screenshot: 'Photo or screenshot', other: 'Other' },
    { label: 'Kind of file' },
  ),
  systemId: field.reference('systems', { label: 'System', optional: true }),
  coversFrom: field.zoned({ label: 'The log covers from', when: { field: 'category', is: ['log'] } }),
  coversTo: field.zoned({ label: 'The log covers to', when: { field: 'category', is: ['log'] } }),
  /** False where the text could not be read, or nothing of it was (H39). */
  readable: given(z.boolean(), { kind: 'flag' }, { label: 'Its text can be read' }),
  /** What its bytes are, whatever it is called (H12); null where nobody has looked. */
  content: field.choice(
    {
      text: 'Text',
      picture: 'A picture',
      archive: 'An archive',
      capture: 'A packet capture',
      binary: 'Other data',
    },
    { label: 'What it is by its content', since: 5, optional: true },
  ),
  /** Where the first readable text begins behind zero bytes, in bytes; null where none stand before it (H39). */
  textFrom: field.count(Number.MAX_SAFE_INTEGER, {
    label: 'Byte at which its text begins, behind zero bytes',
    since: 5,
    optional: true,
  }),
  /** Of an archive what was found in it, one name a line. */
  holds: field.text({ label: 'What the archive holds', since: 5, optional: true }),
  note: field.text({ label: 'Note', note: true, optional: true }),
  removed: field.flag({
    label: 'Removed from the case',
    leftOut: 'what was removed from the case is not part of the packet’s document',
  }),
  addedAt: given(instant, { kind: 'instant' }, { label: 'When it was added' }),
  provenance: field.provenance(),
});

export const attachmentRecord = attachments.schema;
export type AttachmentRecord = z.infer<typeof attachmentRecord>;

/**
 * Whether the file is a picture, of which nobody says that it was redacted (H12): by what its bytes are taken for. A kind that
 * a person chose takes no question away, so a text that is called a screenshot is none.
 */
export function isPicture({
  mediaType,
  category,
  content,
}: Pick<AttachmentRecord, 'mediaType' | 'category' | 'content'>): boolean {
  if (content !== null) return content === 'picture';
  // Added before anybody looked at bytes: what the browser took it for.
  return (
    mediaType.toLowerCase().startsWith('image/') &&
    !mediaType.toLowerCase().startsWith('image/svg') &&
    category !== 'log' &&
    category !== 'configuration'
  );
}

/**
 * How each file is called beside the others: by its name, and where several have the same, which of them it is and how its
 * content begins, so that nobody takes one for the other.
 */
export function fileNames(
  files: readonly Pick<AttachmentRecord, 'id' | 'name' | 'sha256'>[],
): ReadonlyMap<string, string> {
  const alike = new Map<string, string[]>();
  for (const { id, name } of files) {
    const key = name.normalize('NFC').toLowerCase();
    alike.set(key, [...(alike.get(key) ?? []), id]);
  }
  return new Map(
    files.map(({ id, name, sha256 }) => {
      const same = alike.get(name.normalize('NFC').toLowerCase()) ?? [];
      const which = `${same.indexOf(id) + 1} of ${same.length}, ${sha256.slice(0, 8)}`;
      return [id, same.length < 2 ? name : `${name} (${which})`];
    }),
  );
}
