import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export type Word = { readonly [about: string]: unknown }

/** A program of `children/`, to be killed, stopped and woken. Ends with the test, whatever happens to it. */
export class Child implements AsyncDisposable {
  readonly words: Word[] = []
  readonly #process: ChildProcess
  #isWanted = true

  constructor(program: string, settings: object) {
    this.#process = fork(
      join(import.meta.dirname, 'children', program),
      [JSON.stringify(settings)],
      {
        execArgv: ['--conditions=@svyaz/source', '--no-warnings'],
      }
    )
    this.#process.on('message', (word) => this.words.push(word as Word))
    // A stopped process doesn't notice that its parent is gone.
    const killAtExit = () => this.#process.kill('SIGKILL')
    process.once('exit', killAtExit)
    this.#process.once('exit', (code, signal) => {
      process.off('exit', killAtExit)
      if (this.#isWanted)
        this.words.push({ died: `${program} ended by itself: ${String(signal ?? code)}` })
    })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** What it said about this, in the order of saying. */
  said<T>(about: string): readonly T[] {
    return this.words.filter((word) => about in word).map((word) => word[about] as T)
  }

  /** Throws when it died instead. */
  first<T>(about: string): T | undefined {
    const [died] = this.said<string>('died')
    if (died !== undefined) throw new Error(died)
    return this.said<T>(about)[0]
  }

  last<T>(about: string): T | undefined {
    this.first(about)
    return this.said<T>(about).at(-1)
  }

  /** To tell what it knows. */
  ask(): void {
    this.#process.send('tell')
  }

  stop(): void {
    this.#process.kill('SIGSTOP')
  }

  wake(): void {
    this.#process.kill('SIGCONT')
  }

  async kill(): Promise<void> {
    this.#isWanted = false
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const exited = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }
}
