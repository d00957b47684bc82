/** `1 change`, `12 changes`. @param one the word for one; with an s it is the word for several */
export function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}
