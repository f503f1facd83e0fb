import { clientNetwork } from '#app/http/client_network'
import { Problem } from '#app/http/problem'
import limiter from '@adonisjs/limiter/services/main'
import { createHash } from 'node:crypto'

/** Wrong passwords, counted by address and person together, and by address alone: an office signs in from one address. */
const perPerson = { requests: 5, duration: '10 minutes', blockDuration: '10 minutes' } as const
const perAddress = { requests: 100, duration: '10 minutes', blockDuration: '10 minutes' } as const

/**
 * Runs `attempt`; throws E_TOO_MANY_SIGN_INS when there were too many before. Counted before it runs, or a thousand guesses
 * at once would all come before the first one's answer. A right password takes back its own count at the address and no
 * more: who knows one password here gets no more guesses at those of others.
 */
export async function throttleSignIn<T>(
  from: { readonly ip: string; readonly email: string },
  attempt: () => Promise<T>
): Promise<T> {
  const hash = createHash('sha256').update(from.email).digest('hex').slice(0, 32)
  const network = clientNetwork(from.ip)
  const person = { limit: limiter.use(perPerson), key: `sign_in_${network}_${hash}` }
  const address = { limit: limiter.use(perAddress), key: `sign_in_${network}` }
  for (const { limit, key } of [person, address]) {
    if (await limit.attempt(key, () => true)) continue
    throw new Problem(429, 'E_TOO_MANY_SIGN_INS', {
      minutes: Math.max(1, Math.ceil((await limit.availableIn(key)) / 60)),
    })
  }
  const result = await attempt()
  await person.limit.delete(person.key)
  await address.limit.decrement(address.key)
  return result
}
