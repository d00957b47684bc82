/** What was dropped, as files: a folder is its files, each with its way there in its name. */

/** Files that are read of dropped folders at once. */
import { t } from '@lingui/core/macro';
export const MOST_DROPPED = 1_000;

export interface Dropped {
  files: File[];
  /** What was not taken, in words; empty where all was. */
  problem: string;
}

type Entry = Pick<FileSystemEntry, 'isFile' | 'isDirectory' | 'name'>;

const fileOf = (entry: Entry): Promise<File> =>
  new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));

/** All entries of a folder: they come in portions, and the last one is empty. */
async function entriesOf(entry: Entry): Promise<Entry[]> {
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const all: Entry[] = [];
  for (;;) {
    const some = await new Promise<Entry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    all.push(...some);
  }
}

/** @param items what a drop carries; its entries are gone once the event is over, so they are asked for at once */
export async function droppedFiles(
  transfer: Pick<DataTransfer, 'files'> & {
    items: ArrayLike<Pick<DataTransferItem, 'kind'> & { webkitGetAsEntry(): Entry | null }>;
  },
): Promise<Dropped> {
  const entries = Array.from(transfer.items)
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry());
  // Nothing but files, or a browser that tells no entries.
  if (entries.every((entry) => !entry?.isDirectory)) return { files: [...transfer.files], problem: '' };
  const files: File[] = [];
  let left = false;
  async function take(entry: Entry, way: string): Promise<void> {
    if (files.length >= MOST_DROPPED) left = true;
    else if (entry.isDirectory)
      for (const each of await entriesOf(entry)) await take(each, `${way}${entry.name}_`);
    else {
      const file = await fileOf(entry);
      const { type, lastModified } = file;
      files.push(
        way === '' ? file : new File([file], `${way}${file.name}`.slice(-300), { type, lastModified }),
      );
    }
  }
  for (const entry of entries) if (entry) await take(entry, '');
  if (files.length === 0) return { files, problem: t`There is no file in what was dropped.` };
  return {
    files,
    problem: left
      ? t`The first ${MOST_DROPPED.toLocaleString('en')} files of the folder are taken. Drop the others apart, or the folder as a zip.`
      : '',
  };
}
