/** A HEIC photo by its boxes, made by hand: no pixels that a program could show, and an Exif block and a description that name a place. */

const box = (type: string, ...content: Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const length = content.reduce((sum, each) => sum + each.length, 8);
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, length);
  bytes.set(latin(type), 4);
  let at = 8;
  for (const each of content) {
    bytes.set(each, at);
    at += each.length;
  }
  return bytes;
};
const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const u16 = (...values: number[]) => new Uint8Array(values.flatMap((each) => [each >> 8, each & 255]));
const u32 = (...values: number[]) =>
  new Uint8Array(values.flatMap((each) => [each >>> 24, (each >> 16) & 255, (each >> 8) & 255, each & 255]));

export const PIXELS = 'pixels of a type plate';
export const PLACE = 'Exif\0\0MM\0*GPS 52.5200 N 13.4050 E Sample Street 1';
export const DESCRIPTION = '<x:xmpmeta><photoshop:City>Sample Town</photoshop:City></x:xmpmeta>';
export const OWN_BOX = 'of a program: Sample Street 1';

/**
 * @param inData whether the descriptions lie within the `meta` box, as some phones write them
 * @param brand `heic`, or `avif`
 */
export function aHeic({ inData = false, brand = 'heic', length = 0 } = {}): Uint8Array<ArrayBuffer> {
  const items: [number, string, string][] = [
    [1, 'hvc1', PIXELS],
    [2, 'Exif', PLACE],
    [3, 'mime', DESCRIPTION],
  ];
  const infos = items.map(([id, type]) => box('infe', u32(0x02000000), u16(id, 0), latin(`${type}\0`)));
  const iinf = box('iinf', u32(0), u16(items.length), ...infos);
  const ftyp = box('ftyp', latin(brand), u32(0), latin(`mif1${brand}`));
  const inIdat = (id: number) => inData && id !== 1;
  const idat = box('idat', ...items.filter(([id]) => inIdat(id)).map(([, , text]) => latin(text)));
  const mdat = box('mdat', ...items.filter(([id]) => !inIdat(id)).map(([, , text]) => latin(text)));
  /** Places are known once the size of what stands before them is. */
  const metaAt = (from: number) => {
    const next = { file: from + 8, data: 0 };
    const extents = items.flatMap(([id, , text]) => {
      const kind = inIdat(id) ? 'data' : 'file';
      const offset = next[kind];
      next[kind] += text.length;
      return [
        u16(id, kind === 'data' ? 1 : 0, 0, 1),
        u32(offset, id === 2 && length > 0 ? length : text.length),
      ];
    });
    const iloc = box('iloc', u32(0x01000000), u16(0x4400, items.length), ...extents);
    return box('meta', u32(0), box('hdlr', u32(0, 0), latin('pict'), u32(0, 0, 0)), iinf, iloc, idat);
  };
  const size = metaAt(0).length;
  const own = box('uuid', latin(OWN_BOX));
  const parts = [ftyp, metaAt(ftyp.length + size), mdat, own, latin('behind')];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
