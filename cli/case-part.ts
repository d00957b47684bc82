/** A case file as far as a command needs it: of another version, or with other fields, it is answered all the same. */
import type { z } from 'zod';
import { JsonExcess, parseForeignJson } from '../shared/base/json-bounds.ts';
import { MAX_CASE_FILE_BYTES } from '../shared/bridge/contract.ts';
import { readBounded } from './bounded-file.ts';

export type CasePart<T> = { ok: true; part: T } | { ok: false; message: string };

/** @param schema of the part that is needed */
export async function readCasePart<T>(path: string, schema: z.ZodType<T>): Promise<CasePart<T>> {
  const file = await readBounded(path, 'case file', MAX_CASE_FILE_BYTES / 1_048_576);
  if (!file.ok) return file;
  let value: unknown;
  try {
    value = parseForeignJson(file.text);
  } catch (error) {
    if (error instanceof JsonExcess)
      return { ok: false, message: `${path}: ${error.message}, which no case file does.` };
    // Unreported: what the parser says quotes the file; that it is no JSON is the answer.
    return {
      ok: false,
      message: `${path}: The file is not JSON, so it is no case file. Nothing was read from it.`,
    };
  }
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, part: read.data };
  const place = read.error.issues[0]?.path.join('.') || 'the file';
  return {
    ok: false,
    message: `${path}: It is no case file, or holds a value that does not fit, at ${place}.`,
  };
}
