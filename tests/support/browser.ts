/** A browser without the browser: cookies, the CSRF token, Inertia's pages and JSON. Answers are never thrown. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly body: any
}

export type Page = {
  readonly component: string
  readonly props: any
}

type Options = { readonly language?: string; readonly csrf?: boolean }

export class Browser {
  readonly #options: Options
  readonly #cookies = new Map<string, string>()

  constructor(options: Options = {}) {
    this.#options = options
  }

  static get url(): string {
    return process.env.APP_URL ?? ''
  }

  get cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Against forged requests; the page sends it back. */
  get token(): string {
    return decodeURIComponent(this.#cookies.get('XSRF-TOKEN') ?? '')
  }

  copy(): Browser {
    const other = new Browser(this.#options)
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value)
    return other
  }

  /** As a visit inside the cabinet asks for it: the page's name and props. */
  async page(path: string): Promise<Page> {
    const first = await this.request('GET', path, { 'accept': 'text/html', 'x-inertia': 'true' })
    // Another version of the pages: Inertia would load the whole page.
    const answer =
      first.status === 409 ? await this.request('GET', path, { accept: 'text/html' }) : first
    const text = await answer.text()
    const json = /<script[^>]*data-page[^>]*>(.*?)<\/script>/s.exec(text)?.[1] ?? text
    if (answer.status >= 300)
      throw new Error(
        `GET ${path}: ${answer.status} ${answer.headers.get('location')} ${text.slice(0, 300)}`
      )
    return JSON.parse(json) as Page
  }

  async json(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.request(method, path, { accept: 'application/json' }, body)
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') === true
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson ? JSON.parse(text) : text,
    }
  }

  /** As Inertia posts a form. */
  async form(path: string, body: object): Promise<Response> {
    return this.request('POST', path, { 'accept': 'text/html', 'x-inertia': 'true' }, body)
  }

  async request(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: unknown
  ): Promise<Response> {
    const token = this.#cookies.get('XSRF-TOKEN')
    const answer = await fetch(new URL(path, Browser.url), {
      method,
      redirect: 'manual',
      headers: {
        'cookie': this.cookies,
        'accept-language': this.#options.language ?? 'en',
        ...(token !== undefined && this.#options.csrf !== false
          ? { 'x-xsrf-token': decodeURIComponent(token) }
          : {}),
        ...(body === undefined || body instanceof FormData
          ? {}
          : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }
}
