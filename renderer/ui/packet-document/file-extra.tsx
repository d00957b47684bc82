import { type ComponentType, type ReactNode, useMemo } from 'react';
import type { Place } from '../../../shared/base/place.ts';
import type { AttachmentRecord } from '../../../shared/cases/attachments.ts';
import { useFilesHere } from '../../views/files-here.ts';

/** @param here whether this computer has it; undefined while that is asked @param ask asks again */
export type DrawFile = (file: AttachmentRecord, here: boolean | undefined, ask: () => void) => ReactNode;

/**
 * What can be done with the files of a document, each where its record stands.
 * @param draw the same from one drawing to the next: with another one the document is drawn anew
 */
export function useFileExtra(
  attachments: readonly AttachmentRecord[],
  draw: DrawFile,
): ComponentType<{ place: Place }> {
  const files = useMemo(() => attachments.filter((file) => !file.removed), [attachments]);
  const { here, ask } = useFilesHere(files);
  return useMemo(() => {
    const byId = new Map(files.map((file) => [file.id, file]));
    return function Extra({ place }: { place: Place }) {
      const file = place.table === 'attachments' && place.id !== null ? byId.get(place.id) : undefined;
      return file ? draw(file, here?.has(file.sha256), ask) : null;
    };
  }, [files, here, ask, draw]);
}
