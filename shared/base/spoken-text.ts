import { folded, gist, isPlaceholder, isSentence } from './spoken.ts';

/** A typed text of which each question is answered once, however many ask it (`spoken.ts`). */
export class SpokenText {
  readonly text: string;
  #folded: string | undefined;
  #gist: string | undefined;
  #isSentence: boolean | undefined;
  #isPlaceholder: boolean | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get folded(): string {
    this.#folded ??= folded(this.text);
    return this.#folded;
  }

  get gist(): string {
    this.#gist ??= gist(this.text);
    return this.#gist;
  }

  get isSentence(): boolean {
    this.#isSentence ??= isSentence(this.text);
    return this.#isSentence;
  }

  get isPlaceholder(): boolean {
    this.#isPlaceholder ??= isPlaceholder(this.text);
    return this.#isPlaceholder;
  }
}
