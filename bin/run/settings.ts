/** What a person sets by the environment, checked before anything is started: a wrong one is named with its remedy. */
type Rule = { readonly isRight: (value: string) => boolean; readonly mustBe: string }

const isKey = (value: string) => value.length >= 32

const rules: Readonly<Record<string, Rule>> = {
  APP_URL: {
    isRight: (value) => /^https?:\/\//.test(value) && URL.canParse(value),
    mustBe: 'the public address, such as https://chat.example.org',
  },
  APP_KEY: { isRight: isKey, mustBe: 'a secret of 32 characters or more' },
  SVYAZ_KEYS: {
    isRight: (value) => value.split(',').every((key) => isKey(key.trim())),
    mustBe: 'earlier values of APP_KEY, 32 characters or more each, separated by commas',
  },
  DATABASE_URL: {
    isRight: (value) => /^postgres(ql)?:\/\//.test(value),
    mustBe: 'such as postgres://user:password@host:5432/name',
  },
  SVYAZ_TRUSTED_PROXIES: {
    isRight: (value) => /^\d{1,2}$/.test(value),
    mustBe: 'the number of your proxies in front, such as 1',
  },
  SVYAZ_SIGNUP: {
    isRight: (value) => value === 'open' || value === 'closed',
    mustBe: 'open or closed',
  },
  LOG_LEVEL: {
    isRight: (value) => ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].includes(value),
    mustBe: 'debug, info, warn or error',
  },
}

/** Values are never said: some of them are secrets. An empty one counts as not set. */
export function assertSettings(env: NodeJS.ProcessEnv): void {
  const wrong = Object.entries(rules).filter(([name, { isRight }]) => {
    const value = env[name]
    return value !== undefined && value !== '' && !isRight(value)
  })
  if (wrong.length === 0) return
  const lines = wrong.map(([name, { mustBe }]) => `${name} is wrong: it must be ${mustBe}.`)
  throw new Error(lines.join('\n'))
}
