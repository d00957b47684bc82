/** How wide a text is as it would be drawn, without drawing it. */

const measured = new Map<string, number>();
/** A list's texts are measured again at each change of it; what was measured long ago is measured anew. */
const MOST_MEASURED = 5_000;
let canvas: CanvasRenderingContext2D | null = null;

/** What a style says of the letters, as a canvas takes it. */
export function fontOf(element: Element): string {
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}

/** In pixels. @param font as of `fontOf` */
export function textWidth(text: string, font: string): number {
  if (text === '') return 0;
  const key = `${font} ${text}`;
  const known = measured.get(key);
  if (known !== undefined) return known;
  if (measured.size >= MOST_MEASURED) measured.clear();
  canvas ??= document.createElement('canvas').getContext('2d');
  if (!canvas) return 0;
  canvas.font = font;
  const { width } = canvas.measureText(text);
  measured.set(key, width);
  return width;
}
