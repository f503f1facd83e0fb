/** Answers that many ask for at once: worked out once, and kept for a moment. A failure isn't kept. */
export class Shared<Value> {
  readonly #keptMs: number
  readonly #answers = new Map<string, Promise<Value>>()

  constructor(keptMs: number) {
    this.#keptMs = keptMs
  }

  async get(key: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#answers.get(key)
    if (known) return known
    const answer = ask()
    this.#answers.set(key, answer)
    const forget = () => this.#answers.delete(key)
    answer.then(() => setTimeout(forget, this.#keptMs).unref(), forget)
    return answer
  }
}
