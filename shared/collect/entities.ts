/** Characters that XML and HTML write by name or number. */
const XML: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The text with its entities as they are meant; one that is not known stays as it is written, and a number beyond all characters is none.
 * @param more names besides those of XML
 */
export function withoutEntities(text: string, more: Readonly<Record<string, string>> = {}): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,6}));/gi, (whole, hex, decimal, name) => {
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : null;
    if (code !== null) return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    const known = `${name}`.toLowerCase();
    return XML[known] ?? more[known] ?? whole;
  });
}
