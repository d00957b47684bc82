/**
 * Connections on which nobody has shown yet to be a tab of the console. Any program of this computer can open them, and each takes one
 * of the process's open files: with none left nobody gets in, and nothing can be written.
 */
import type { Socket } from 'node:net';

/** A browser opens six, and sends on each at once. */
const MOST_STRANGERS = 100;

export class Strangers {
  /** The one that is cut next stands first. */
  readonly #sockets = new Set<Socket>();

  /** Takes a new one in. Of too many the one is cut of which nothing was heard for the longest time. */
  add(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#sockets.size <= MOST_STRANGERS) return;
    const [longest] = this.#sockets;
    if (!longest) return;
    this.#sockets.delete(longest);
    longest.destroy();
  }

  /** A browser that has been signed in: it is cut after all the others. Its cookie goes to other ports as well, and proves no more. */
  heard(socket: Socket): void {
    if (this.#sockets.delete(socket)) this.#sockets.add(socket);
  }

  /** A tab of the console is no stranger. */
  known(socket: Socket): void {
    this.#sockets.delete(socket);
  }
}
