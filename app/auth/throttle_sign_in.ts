import { Problem } from '#app/http/problem'
import limiter from '@adonisjs/limiter/services/main'
import { createHash } from 'node:crypto'

/** Wrong passwords, counted by address and person together, and by address alone. */
const perPerson = { requests: 5, duration: '10 minutes', blockDuration: '10 minutes' } as const
const perAddress = { requests: 30, duration: '10 minutes', blockDuration: '10 minutes' } as const

/** Runs `attempt`, counting its rejections; throws E_TOO_MANY_SIGN_INS when there were too many before. */
export async function throttleSignIn<T>(
  from: { readonly ip: string; readonly email: string },
  attempt: () => Promise<T>
): Promise<T> {
  const person = createHash('sha256').update(from.email).digest('hex').slice(0, 32)
  const [tooMany, result] = await limiter
    .multi([
      { ...perPerson, key: `sign_in_${from.ip}_${person}` },
      { ...perAddress, key: `sign_in_${from.ip}` },
    ])
    .penalize(attempt)
  if (tooMany)
    throw new Problem(429, 'E_TOO_MANY_SIGN_INS', {
      minutes: Math.max(1, Math.ceil(tooMany.response.availableIn / 60)),
    })
  return result
}
