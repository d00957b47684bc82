/** The head of a request that a test writes on a connection of its own, to leave it half sent or its answer unread. */
export function postHead(path: string, token: string, length: number): string {
  return `POST ${path} HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\ncontent-length: ${length}\r\n\r\n`;
}
