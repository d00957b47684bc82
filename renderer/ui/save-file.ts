/** Files that go to the person's own disk by the browser's means. */

function press(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

/** Offers a text as a file to save. */
export function saveTextFile(name: string, text: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  press(url, name);
  // The download has taken its own reference by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

/** Has the browser fetch what the shell serves once at this address; the shell says the file's name. */
export function download(url: string): void {
  press(url, '');
}
