/** One way to speak to the server: JSON, the session's cookie, RFC 9457 refusals. */
import type { Problem } from '@app/inbox/views'

/** The server said no, in the person's language. */
export class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code}`)
    this.name = 'Refused'
    this.problem = problem
  }
}

/** The server was not reached, or broke on the way: the same call may be repeated. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('no answer', { cause })
    this.name = 'NoAnswer'
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export async function request<Answer>(
  method: Method,
  url: string,
  body?: object,
  signal?: AbortSignal
): Promise<Answer> {
  return call<Answer>(url, {
    method,
    headers: headersOf(method, body === undefined ? undefined : 'application/json'),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
}

/** The file itself is the body. */
export async function postCsv<Answer>(url: string, csv: string): Promise<Answer> {
  return call<Answer>(url, { method: 'POST', headers: headersOf('POST', 'text/csv'), body: csv })
}

async function call<Answer>(url: string, init: RequestInit): Promise<Answer> {
  let response: Response
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init })
  } catch (error) {
    throw isAbort(error) ? error : new NoAnswer(error)
  }
  return readAnswer<Answer>(response.status, response.headers.get('content-type'), () =>
    response.text()
  )
}

function headersOf(method: Method, type?: string): Record<string, string> {
  return {
    accept: 'application/json',
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(method === 'GET' ? {} : { 'x-xsrf-token': csrfToken() }),
  }
}

/** Shared with uploads, which go by XMLHttpRequest for the sake of progress. */
export async function readAnswer<Answer>(
  status: number,
  type: string | null,
  text: () => string | Promise<string>
): Promise<Answer> {
  if (status === 204) return undefined as Answer
  if (status >= 502) throw new NoAnswer(new Error(`answered ${status}`))
  const isJson = type !== null && /\bjson\b/.test(type)
  const body: unknown = isJson ? parse(await text()) : undefined
  if (status >= 200 && status < 300 && isJson) return body as Answer
  throw new Refused(problemOf(status, body))
}

/** A redirect to the sign-in page or a page of HTML: the session is over. */
function problemOf(status: number, body: unknown): Problem {
  if (isProblem(body)) return { ...body, status: body.status ?? status }
  const code = status < 500 ? 'E_SESSION_OVER' : 'E_SERVER'
  return { type: 'about:blank', title: code, status, detail: '', code }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch (error) {
    throw new NoAnswer(error)
  }
}

/** The page is on its way out: the call outlives it, and nobody hears the answer. */
export function requestLast(method: Method, url: string, body: object): void {
  void fetch(url, {
    method,
    credentials: 'same-origin',
    keepalive: true,
    headers: headersOf(method, 'application/json'),
    body: JSON.stringify(body),
  }).catch(() => {})
}

export function csrfToken(): string {
  const found = /(?:^|;\s*)XSRF-TOKEN=([^;]*)/.exec(document.cookie)
  return found?.[1] === undefined ? '' : decodeURIComponent(found[1])
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
