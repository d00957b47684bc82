/** The beginning of a text, no longer than so many UTF-16 units. A character of two units is not cut in half: nothing stores the half. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}
