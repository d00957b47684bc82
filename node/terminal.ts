/** What commands print: one filter before both streams, so that no command has to think of it. */
import { printable } from '../shared/base/printable.ts';

type Write = typeof process.stdout.write;

/** From now on what a command writes to the stream is printable text, into a terminal or a file alike. */
export function printOnly(stream: NodeJS.WriteStream): void {
  const write: Write = stream.write.bind(stream);
  const filtered = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
    (write as (...given: unknown[]) => boolean)(
      typeof chunk === 'string' ? printable(chunk) : chunk,
      ...rest,
    );
  stream.write = filtered as Write;
}
