import encryption from '@adonisjs/core/services/encryption'

/** Whose picture may be fetched: a letter's frame has no cookies, so its pictures carry this instead. */
export type PicturePass = { readonly company: string; readonly message: string }

const purpose = 'letter picture'

export function makePass(pass: PicturePass): string {
  return encryption.encrypt(pass, { expiresIn: '1 hour', purpose })
}

/** undefined: altered, over, or not ours. */
export function readPass(text: string): PicturePass | undefined {
  return encryption.decrypt<PicturePass>(text, purpose) ?? undefined
}
