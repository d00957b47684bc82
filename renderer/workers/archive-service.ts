/** Archives on their way into a case, taken apart off the window's thread: one of 64 MB takes seconds. */
import { takeApart } from '../../shared/redaction/archives.ts';
import type { ArchiveFormat } from '../../shared/redaction/content.ts';

/** As `TakenApart` of shared/redaction, its files referred to and not copied. */
export type Unpacked = { ok: true; files: { path: string; content: Blob }[] } | { ok: false; why: string };

export function archiveService() {
  return {
    async takeApart({ file, format }: { file: File; format: ArchiveFormat }): Promise<Unpacked> {
      const apart = takeApart(file.name, new Uint8Array(await file.arrayBuffer()), format);
      if (!apart.ok) return apart;
      const files = apart.files.map(({ path, bytes }) => ({
        path,
        content: new Blob([new Uint8Array(bytes)]),
      }));
      return { ok: true, files };
    },
  };
}
export type ArchiveService = ReturnType<typeof archiveService>;
