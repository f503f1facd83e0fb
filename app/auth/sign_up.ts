import env from '#start/env'

/** May strangers create companies here? Said once for the installation. */
export function isSignUpOpen(): boolean {
  return env.get('SVYAZ_SIGNUP') === 'open'
}
