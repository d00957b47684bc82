/**
 * How a value crosses to the browser and back: four bytes of length (big endian), that many bytes of JSON, then the bytes
 * of the value's one binary member, which stands in the JSON as `{"bytes": true}`. Binary files so need no base64.
 */

function split(value: unknown): { json: unknown; bytes: Uint8Array } {
  let bytes = new Uint8Array(0);
  const json = JSON.parse(
    JSON.stringify(value, (_name, member: unknown) => {
      if (!(member instanceof Uint8Array)) return member;
      bytes = new Uint8Array(member);
      return { bytes: true };
    }),
  ) as unknown;
  return { json, bytes };
}

export function encodeFrame(value: unknown): Buffer {
  const { json, bytes } = split(value);
  const text = Buffer.from(JSON.stringify(json));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, bytes]);
}

/** @returns undefined for what is no frame */
export function decodeFrame(frame: Buffer): unknown {
  if (frame.length < 4) return undefined;
  const length = frame.readUInt32BE(0);
  if (length > frame.length - 4) return undefined;
  const bytes = new Uint8Array(frame.subarray(4 + length));
  try {
    return JSON.parse(frame.toString('utf8', 4, 4 + length), (_name, member: unknown) =>
      isPlace(member) ? bytes : member,
    ) as unknown;
  } catch {
    return undefined;
  }
}

function isPlace(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    (value as { bytes?: unknown }).bytes === true
  );
}
