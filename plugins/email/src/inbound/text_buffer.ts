/** A long text written in small pieces: its end can be looked at without copying all that stands before it. */
export class TextBuffer {
  readonly #done: string[] = []
  #tail = ''
  #doneLength = 0

  get length(): number {
    return this.#doneLength + this.#tail.length
  }

  write(text: string): void {
    this.#tail += text
    if (this.#tail.length < 2 * kept) return
    const done = this.#tail.slice(0, -kept)
    this.#done.push(done)
    this.#doneLength += done.length
    this.#tail = this.#tail.slice(-kept)
  }

  endsWith(text: string): boolean {
    return this.#tail.endsWith(text)
  }

  last(): string {
    return this.#tail.at(-1) ?? ''
  }

  /** What was written from there on; undefined: too much to be worth looking at. */
  since(from: number): string | undefined {
    return from < this.#doneLength ? undefined : this.#tail.slice(from - this.#doneLength)
  }

  toString(): string {
    return this.#done.join('') + this.#tail
  }
}

/** More than a link's longest address. */
const kept = 4096
