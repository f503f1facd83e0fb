/** The parent's side of the child processes: calls with deadlines, and nothing stays behind. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { youngGeneration } from '../../bin/run/environment.ts'
import type { Calls } from './child.ts'
import type { ContenderName } from './contenders/index.ts'

type Answer = { readonly value?: unknown; readonly error?: string }
type Message = { readonly handled?: number; readonly answer?: Answer }

const living = new Set<Child>()

export class Child {
  readonly #process: ChildProcess
  readonly #system: ContenderName
  #settle: ((answer: Answer) => void) | undefined
  /** How many messages it has handled, as far as it has said. */
  handled = 0
  onHandled: () => void = () => {}
  onEnd: (why: Error) => void = () => {}

  constructor(system: ContenderName) {
    this.#system = system
    this.#process = fork(join(import.meta.dirname, 'child.ts'), [system], {
      // What `npm start` gives our server, every contender gets.
      execArgv: [...process.execArgv, youngGeneration],
      serialization: 'advanced',
      env: {
        ...process.env,
        BENCH_PROFILE: process.env.PROFILE && /^ours/.test(system) ? '1' : '',
      },
    })
    living.add(this)
    this.#process.on('message', ({ handled, answer }: Message) => {
      if (answer) this.#settle?.(answer)
      if (handled === undefined) return
      this.handled = handled
      this.onHandled()
    })
    this.#process.on('exit', (code) => {
      living.delete(this)
      const error = `The process of ${system} ended (${String(code)}).`
      this.#settle?.({ error })
      this.onEnd(new Error(error))
    })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  async call<Name extends keyof Calls>(
    name: Name,
    deadlineMs: number,
    ...args: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>> {
    const answer = await new Promise<Answer>((resolve) => {
      const late = `${this.#system}: ${name} took longer than ${String(deadlineMs)} ms.`
      const timer = setTimeout(() => resolve({ error: late }), deadlineMs)
      this.#settle = (settled) => {
        clearTimeout(timer)
        resolve(settled)
      }
      this.#process.send({ call: name, args }, (error) => {
        if (error) this.#settle?.({ error: String(error) })
      })
    })
    this.#settle = undefined
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.value as Awaited<ReturnType<Calls[Name]>>
  }

  /** What it holds is dropped with its database. */
  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const exited = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await exited
  }
}

export async function endChildren(): Promise<void> {
  await Promise.all([...living].map((child) => child.end()))
}
