import { until } from '../../support/until.ts'
import { Child } from './child.ts'
import type { Recorded } from './message.ts'
import type { SinkSettings } from './settings.ts'
import { SinkClient } from './sink_client.ts'

/** The recording messenger in its own process, and all that it has recorded so far. */
export class Sink implements AsyncDisposable {
  readonly url: string
  readonly client: SinkClient
  readonly records: Recorded[] = []
  readonly #child: Child

  private constructor(child: Child, port: number) {
    this.#child = child
    this.url = `http://127.0.0.1:${String(port)}`
    this.client = new SinkClient(this.url)
  }

  static async start(settings: SinkSettings): Promise<Sink> {
    const child = new Child('sink.ts', settings)
    return new Sink(child, await until(() => child.first<number>('port'), 'the sink to listen'))
  }

  async refresh(): Promise<readonly Recorded[]> {
    this.records.push(...(await this.client.recordsFrom(this.records.length)))
    return this.records
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.close()
    await this.#child.kill()
  }
}
