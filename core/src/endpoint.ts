import type { EndpointContext } from './context.ts'
import type { Millis } from './json.ts'

/**
 * A door of an account at `/hooks/<plugin>/<account>.<token>/path`, which is what `publicUrl(path)` gives. Core has minted
 * and compared the token. Runs on any node: commits and hands on, never calls the platform.
 */
export interface Endpoint<Settings> {
  /** Literal segments, `:name` for one segment, a last `*` for the rest. Begins with a slash. */
  readonly path: `/${string}`
  readonly methods: readonly ('GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS')[]
  /** Of the body; more is answered 413 while it is still being read. */
  readonly maxBytes: number
  /** `body` is empty and `request.body` flows: uploads. `maxBytes` still holds. */
  readonly streamed?: true
  /** Requests a minute from one address; more are answered 429. */
  readonly perMinute?: number
  /** Anybody may call it: no secret beyond the URL is expected (a visitor's chat). */
  readonly open?: true
  /**
   * `request.signal` aborts when the client leaves and at shutdown. To hand the request on to `fetch` or `new Request`, hand
   * on `request.clone()`: this one is whole only when asked.
   */
  handle(request: Request, body: Uint8Array, ctx: EndpointContext<Settings>): Promise<Response>
}

/** How long a body may take to arrive before it is answered 408. */
export const bodyDeadlineMs: Millis = 15_000
