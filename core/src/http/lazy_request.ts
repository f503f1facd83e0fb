export type Head = {
  readonly method: string
  readonly signal: AbortSignal
  url(): string
  headers(): Headers
}

/**
 * A `Request` whose head is read at once and which becomes a real one when anything else is asked of it: making one with
 * a body and a signal costs more than all that an endpoint usually does with it.
 */
export function lazyRequest(head: Head, make: () => Request): Request {
  const request = Object.create(prototype) as Request
  parts.set(request, { head, make, real: undefined })
  return request
}

type Lazy = { readonly head: Head; readonly make: () => Request; real: Request | undefined }

const parts = new WeakMap<object, Lazy>()

function lazyOf(request: object): Lazy {
  const lazy = parts.get(request)
  if (!lazy) throw new TypeError('Illegal invocation')
  return lazy
}

function realOf(request: object): Request {
  const lazy = lazyOf(request)
  return (lazy.real ??= lazy.make())
}

/** Under `Request.prototype`, so that `instanceof` says what it is. */
const prototype = Object.create(Request.prototype) as object

for (const name of Object.getOwnPropertyNames(Request.prototype)) {
  if (name === 'constructor') continue
  const get = getter((request) => {
    const real = realOf(request)
    const value: unknown = Reflect.get(real, name)
    return typeof value === 'function' ? (value.bind(real) as unknown) : value
  })
  define(name, { get })
}
define('url', { get: getter((request) => lazyOf(request).head.url()) })
define('method', { get: getter((request) => lazyOf(request).head.method) })
define('headers', { get: getter((request) => lazyOf(request).head.headers()) })
define('signal', { get: getter((request) => lazyOf(request).head.signal) })

function getter(read: (request: object) => unknown) {
  return function (this: object) {
    return read(this)
  }
}

function define(name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(prototype, name, { configurable: true, enumerable: true, ...descriptor })
}
