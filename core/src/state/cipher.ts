import { Failure } from '../failure.ts'
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Names a sealed value: whose it is, and what. Both are bound to it, so no value can be moved to another place. */
export type SealedAs = { readonly owner: string; readonly key: string }

export interface Cipher {
  seal(plain: Uint8Array, as: SealedAs): Uint8Array
  /** Throws `E_SEAL_BROKEN` when no key opens it: a lost secret key, a value of another owner, a torn write. */
  open(sealed: Uint8Array, as: SealedAs): Uint8Array
  sealJson(value: unknown, as: SealedAs): Uint8Array
  openJson(sealed: Uint8Array, as: SealedAs): unknown
}

const version = 1
const ivBytes = 12
const tagBytes = 16
const headBytes = 1 + 4

/** AES-256-GCM. The first key seals, all open: that is how keys are rotated. */
export function createCipher(secretKeys: readonly [string, ...string[]]): Cipher {
  for (const key of secretKeys) {
    if (Buffer.byteLength(key) < 32)
      throw new Error('E_SECRET_KEY: each secret key must have at least 32 bytes')
  }
  const [current, ...old] = secretKeys
  const first = ring(current)
  const rings = [first, ...old.map(ring)]
  const cipher: Cipher = {
    seal: (plain, as) => seal(first, plain, as),
    open: (sealed, as) => open(rings, sealed, as),
    sealJson: (value, as) => cipher.seal(Buffer.from(JSON.stringify(value)), as),
    openJson: (sealed, as) =>
      JSON.parse(Buffer.from(cipher.open(sealed, as)).toString()) as unknown,
  }
  return cipher
}

type Ring = { readonly id: Buffer; keyOf(owner: string): Buffer }

/** A key per owner: random nonces stay far from their limit however much one installation stores. */
function ring(secret: string): Ring {
  const master = Buffer.from(hkdfSync('sha256', secret, 'svyaz', 'sealed state', 32))
  const known = new Map<string, Buffer>()
  return {
    id: createHmac('sha256', master).update('key id').digest().subarray(0, 4),
    keyOf(owner) {
      const cached = known.get(owner)
      if (cached) return cached
      const key = createHmac('sha256', master).update(`owner\0${owner}`).digest()
      if (known.size >= 1000) known.clear()
      known.set(owner, key)
      return key
    },
  }
}

function seal(by: Ring, plain: Uint8Array, as: SealedAs): Uint8Array {
  const iv = randomBytes(ivBytes)
  const gcm = createCipheriv('aes-256-gcm', by.keyOf(as.owner), iv).setAAD(aad(as))
  const body = Buffer.concat([gcm.update(plain), gcm.final()])
  return Buffer.concat([Buffer.from([version]), by.id, iv, gcm.getAuthTag(), body])
}

function open(rings: readonly Ring[], sealed: Uint8Array, as: SealedAs): Uint8Array {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const by = rings.find(({ id }) => id.equals(bytes.subarray(1, headBytes)))
  if (!by || bytes[0] !== version || bytes.length < headBytes + ivBytes + tagBytes) throw broken()
  const iv = bytes.subarray(headBytes, headBytes + ivBytes)
  const tag = bytes.subarray(headBytes + ivBytes, headBytes + ivBytes + tagBytes)
  try {
    const gcm = createDecipheriv('aes-256-gcm', by.keyOf(as.owner), iv)
      .setAAD(aad(as))
      .setAuthTag(tag)
    return Buffer.concat([gcm.update(bytes.subarray(headBytes + ivBytes + tagBytes)), gcm.final()])
  } catch (error) {
    throw broken(error)
  }
}

const aad = (as: SealedAs) => Buffer.from(`${as.owner}\0${as.key}`)

/** Transient: when the key is back, all goes on by itself. */
function broken(cause?: unknown): Failure {
  return new Failure('transient', {
    code: 'E_SEAL_BROKEN',
    reason: {
      ru: 'Зашифрованные настройки не читаются: секретный ключ утерян или изменён. Верните прежний ключ (APP_KEY или SVYAZ_KEYS) и перезапустите или введите их заново.',
      en: 'The encrypted settings can’t be read: the secret key was lost or changed. Give the earlier key back (APP_KEY or SVYAZ_KEYS) and restart, or enter them anew.',
    },
    cause,
  })
}
