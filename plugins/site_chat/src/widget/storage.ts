/** What the page keeps of its visitor: in its own origin's localStorage, or in memory where that is forbidden. */
export class Storage {
  readonly #prefix: string
  readonly #memory = new Map<string, string>()

  constructor(account: string) {
    this.#prefix = `svyaz:${account}:`
  }

  get(name: string): string | null {
    try {
      return localStorage.getItem(this.#prefix + name) ?? this.#memory.get(name) ?? null
    } catch {
      return this.#memory.get(name) ?? null
    }
  }

  set(name: string, value: string): void {
    this.#memory.set(name, value)
    try {
      localStorage.setItem(this.#prefix + name, value)
    } catch {
      // Private mode, a full store: this visit lives in memory.
    }
  }

  getJson<T>(name: string): T | undefined {
    try {
      return (JSON.parse(this.get(name) ?? 'null') as T | null) ?? undefined
    } catch {
      return undefined
    }
  }

  /** Who the visitor is: 192 random bits, made at the first visit. */
  secret(): string {
    const kept = this.get('visitor')
    if (kept !== null) return kept
    const made = randomId(24)
    this.set('visitor', made)
    return made
  }
}

export function randomId(bytes = 16): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes))
  return btoa(String.fromCharCode(...random))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '')
}
