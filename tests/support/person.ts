/** A signed-in person's browser, without the browser: cookies, CSRF token, JSON. */
import type { UploadView } from '../../app/inbox/views.ts'
import type { AccountView, LoginView } from '../../app/lines/views.ts'

export type Credentials = {
  readonly company: string
  readonly name: string
  readonly email: string
  readonly password: string
}

export const owner: Credentials = {
  company: 'Ромашка',
  name: 'Ольга',
  email: 'olga@example.test',
  password: 'correct horse battery',
}

export class Person {
  readonly #url: string
  readonly #cookies = new Map<string, string>()

  constructor(url: string) {
    this.#url = url
  }

  /** The first visit: makes the company and its owner. */
  static async setUp(url: string, credentials: Credentials = owner): Promise<Person> {
    const person = new Person(url)
    await person.request('GET', '/setup')
    await person.request('POST', '/setup', credentials)
    await person.request('GET', '/')
    return person
  }

  static async signIn(url: string, { email, password }: Credentials = owner): Promise<Person> {
    const person = new Person(url)
    await person.request('GET', '/sign-in')
    await person.request('POST', '/sign-in', { email, password })
    await person.request('GET', '/')
    return person
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.request('GET', path)).json()) as T
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return (await (await this.request('POST', path, body)).json()) as T
  }

  /** A file for a message to come. */
  async upload(name: string, bytes: Uint8Array<ArrayBuffer>, mime: string): Promise<UploadView> {
    const form = new FormData()
    form.append('file', new Blob([bytes], { type: mime }), name)
    return (await (await this.request('POST', '/inbox/files', form)).json()) as UploadView
  }

  /** What a page of the cabinet is given. */
  async props<T>(path: string): Promise<T> {
    const html = await (await this.request('GET', path, undefined, 'text/html')).text()
    const page = /<script data-page="app" type="application\/json"[^>]*>(.*?)<\/script>/s.exec(
      html
    )?.[1]
    if (page === undefined) throw new Error(`${path} is not a page: ${html.slice(0, 500)}`)
    return (JSON.parse(page) as { props: T }).props
  }

  /** What the account page hands out: the address of a door, by its id. */
  async handout(account: string, id: string): Promise<string> {
    const { account: view } = await this.props<{ account: AccountView }>(`/accounts/${account}`)
    const found = view.handouts.find((each) => each.id === id)
    if (!found) throw new Error(`${account} hands out no ${id}`)
    return found.url
  }

  /** Connects an account through its plugin's own screens, answering each form with `values`. */
  async connect(line: string, plugin: string, flow: string, values: object): Promise<string> {
    let login = await this.post<LoginView>(`/lines/${line}/logins`, { plugin, flow })
    for (let answers = 0; ;) {
      const { screen } = login
      if (screen.show === 'done') return screen.account
      if (screen.show === 'failed')
        throw new Error(`${plugin}: ${screen.failure.code} ${screen.failure.reason.en}`)
      if (screen.show === 'form') {
        if (answers++ > 3) throw new Error(`${plugin} asks again: ${JSON.stringify(screen)}`)
        login = await this.post<LoginView>(`/logins/${login.id}/answers`, { values })
      }
      if (login.screen.show === 'wait')
        login = await this.get<LoginView>(`/logins/${login.id}?version=${String(login.version)}`)
    }
  }

  /** Throws for refusals, with their words. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    accept = 'application/json'
  ): Promise<Response> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        accept,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined || body instanceof FormData
          ? {}
          : { 'content-type': 'application/json' }),
        ...(this.token === '' ? {} : { 'x-xsrf-token': this.token }),
      },
      ...(body === undefined
        ? {}
        : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    if (response.status >= 400)
      throw new Error(
        `${method} ${path}: ${String(response.status)} ${(await response.text()).slice(0, 500)}`
      )
    return response
  }

  /** Against forged requests; the page sends it back. */
  get token(): string {
    return decodeURIComponent(this.#cookies.get('XSRF-TOKEN') ?? '')
  }

  get cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}
