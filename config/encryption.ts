import env from '#start/env'
import { defineConfig, drivers } from '@adonisjs/core/encryption'

const old = env.get('SVYAZ_KEYS')?.release().split(',') ?? []

/** Cookies and signed links. The first key encrypts, the others only decrypt. */
const encryptionConfig = defineConfig({
  default: 'gcm',
  list: {
    gcm: drivers.aes256gcm({
      id: 'gcm',
      keys: [env.get('APP_KEY').release(), ...old].map((key) => key.trim()).filter(Boolean),
    }),
  },
})

export default encryptionConfig

declare module '@adonisjs/core/types' {
  export interface EncryptorsList extends InferEncryptors<typeof encryptionConfig> {}
}
