/** Files of a drop or a paste; folders are gone into, and pasted text is a file of its own. */

const MOST_FILES = 2_000;

function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return new Promise((done) => {
      (entry as FileSystemFileEntry).file(
        (file) => done([file]),
        // Unreported: a file that went away between drop and reading is not there to be named.
        () => done([]),
      );
    });
  return ofFolder(entry as FileSystemDirectoryEntry);
}

async function ofFolder(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const files: File[] = [];
  // A reader gives a hundred at a time, and nothing once it is through.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((done) => reader.readEntries(done, () => done([])));
    if (entries.length === 0 || files.length >= MOST_FILES) return files.slice(0, MOST_FILES);
    for (const entry of entries) files.push(...(await filesOf(entry)));
  }
}

/** @param text what was pasted or dropped where it holds no file; its name says when */
function textFile(text: string, at: Date): File {
  const clock = at.toTimeString().slice(0, 8).replaceAll(':', '.');
  return new File([text], `pasted ${clock}.txt`, { type: 'text/plain', lastModified: at.getTime() });
}

/** What was dropped or pasted, as files; none where it holds neither files nor text. */
export async function filesOfTransfer(transfer: DataTransfer, at: Date): Promise<File[]> {
  // Entries are there only until the event is over: they are asked for before anything is waited for.
  const entries = [...transfer.items].flatMap((item) =>
    item.kind === 'file' ? [item.webkitGetAsEntry()] : [],
  );
  const plain = [...transfer.files];
  const text = transfer.getData('text/plain');
  if (entries.some((entry) => entry?.isDirectory)) {
    const nested = await Promise.all(entries.map((entry) => (entry ? filesOf(entry) : [])));
    return nested.flat().slice(0, MOST_FILES);
  }
  if (plain.length > 0) return plain;
  return text.trim() === '' ? [] : [textFile(text, at)];
}
