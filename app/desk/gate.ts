export type Room = {
  readonly most: number
  /** Of one key. */
  readonly mostEach: number
}

type Waiting = { readonly key: string; readonly enter: () => void }

/** So many at once, and so many of one key; the others wait their turn and nobody waits behind a key that is full. */
export class Gate {
  readonly #room: Room
  readonly #inside = new Map<string, number>()
  #all = 0
  #waiting: Waiting[] = []

  constructor(room: Room) {
    this.#room = room
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.#hasRoom(key)) this.#enter(key)
    else await new Promise<void>((enter) => this.#waiting.push({ key, enter }))
    try {
      return await work()
    } finally {
      this.#leave(key)
    }
  }

  #hasRoom(key: string): boolean {
    return this.#all < this.#room.most && this.#of(key) < this.#room.mostEach
  }

  #of(key: string): number {
    return this.#inside.get(key) ?? 0
  }

  #enter(key: string): void {
    this.#all += 1
    this.#inside.set(key, this.#of(key) + 1)
  }

  #leave(key: string): void {
    this.#all -= 1
    if (this.#of(key) === 1) this.#inside.delete(key)
    else this.#inside.set(key, this.#of(key) - 1)
    const next = this.#waiting.find((waiting) => this.#hasRoom(waiting.key))
    if (!next) return
    this.#waiting = this.#waiting.filter((waiting) => waiting !== next)
    this.#enter(next.key)
    next.enter()
  }
}
