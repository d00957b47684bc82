/** How deep in a call or its answer bytes lie: in it, in a member, or in a member of its value. */
const DEEPEST = 2;

/**
 * Whether the value of a call or an answer holds bytes, which do not cross as JSON. No member of a list does: to look at each of what may
 * be ten thousand rows takes longer than all else that is done to them.
 */
export function holdsBytes(value: unknown, depth = DEEPEST): boolean {
  if (value instanceof Uint8Array) return true;
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some((member) => holdsBytes(member, depth - 1));
}

/** A value as it crosses: its JSON, where `{"bytes": true}` stands in the place of its one binary member, and that member's bytes. */
export function jsonAndBytes(value: unknown): { json: string; bytes: Uint8Array } {
  let bytes = new Uint8Array(0);
  if (!holdsBytes(value)) return { json: JSON.stringify(value), bytes };
  const json = JSON.stringify(value, (_name, member: unknown) => {
    if (!(member instanceof Uint8Array)) return member;
    bytes = member as Uint8Array<ArrayBuffer>;
    return { bytes: true };
  });
  return { json, bytes };
}
