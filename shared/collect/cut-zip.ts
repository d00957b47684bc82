/** Files of a zip that was cut off: its directory stands at its end and is gone, but each file has a header of its own before it. */
import { textOfUtf8 } from '../bag/bytes.ts';
import type { ByteReader, ZipEntry } from '../bag/zip/reader.ts';
import { DEFLATED, LOCAL_HEADER, LOCAL_HEADER_BYTES, STORED, viewOf } from '../bag/zip/records.ts';

/** Longer names are none of captured files. */
const LONGEST_NAME = 4_096;
/** Encrypted, or with its size behind it, where a cut zip does not say where a file ends. */
const UNKNOWN = 0x0001 | 0x0008;

/**
 * The files that are whole, in their order, up to the first that is not.
 * @param most files that are looked for
 */
export async function wholeEntries(file: ByteReader, most: number): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < most && at + LOCAL_HEADER_BYTES <= file.size) {
    const view = viewOf((await file.read(at, LOCAL_HEADER_BYTES)).slice());
    if (view.getUint32(0, true) !== LOCAL_HEADER) break;
    const flags = view.getUint16(6, true);
    const method = view.getUint16(8, true);
    const nameLength = view.getUint16(26, true);
    const packed = view.getUint32(18, true);
    const begins = at + LOCAL_HEADER_BYTES + nameLength + view.getUint16(28, true);
    const limit = begins + packed;
    if ((flags & UNKNOWN) !== 0 || nameLength > LONGEST_NAME || limit > file.size) break;
    if (method !== STORED && method !== DEFLATED) break;
    const path = textOfUtf8((await file.read(at + LOCAL_HEADER_BYTES, nameLength)).slice());
    if (path === null) break;
    const folder = path.endsWith('/');
    entries.push({
      path: folder ? path.slice(0, -1) : path,
      kind: folder ? 'folder' : 'file',
      method,
      flags,
      crc: view.getUint32(14, true),
      packed,
      size: view.getUint32(22, true),
      offset: at,
      limit,
    });
    at = limit;
  }
  return entries;
}
