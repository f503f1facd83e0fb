import { Env } from '@adonisjs/core/env'

const startHint = '`npm start` and `npm run dev` set it by themselves.'

/** bin/start.ts and bin/dev.ts pass all of it down; nobody needs to edit a file. */
export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  TZ: Env.schema.string.optional(),
  HOST: Env.schema.string({
    format: 'host',
    message: `HOST is missing: the address to listen on, such as 127.0.0.1. ${startHint}`,
  }),
  PORT: Env.schema.number({
    message: `PORT is missing: the port to listen on, such as 3333. ${startHint}`,
  }),
  LOG_LEVEL: Env.schema.string.optional(),
  /** Where the world reaches this server. */
  APP_URL: Env.schema.string({
    format: 'url',
    tld: false,
    message: `APP_URL is missing: the public address, such as https://chat.example.org. ${startHint}`,
  }),
  /** At least 32 characters. Whoever has it can read the stored logins. */
  APP_KEY: Env.schema.secret({
    message: `APP_KEY is missing: the secret that encrypts stored logins, at least 32 characters. ${startHint}`,
  }),
  /** Earlier keys, separated by commas: they only decrypt. */
  SVYAZ_KEYS: Env.schema.secret.optional(),
  DATABASE_URL: Env.schema.secret({
    message: `DATABASE_URL is missing: postgres://user:password@host:5432/name. ${startHint}`,
  }),
  /** The repository's root: `storage/` and `plugins/` are found from it. */
  SVYAZ_ROOT: Env.schema.string.optional(),
  SVYAZ_STORAGE: Env.schema.string.optional(),
  /** Other plugin folders, written like PATH; tests use it. */
  SVYAZ_PLUGINS: Env.schema.string.optional(),
  /** `open`: anybody may create a further company. Default: closed. */
  SVYAZ_SIGNUP: Env.schema.enum.optional(['open', 'closed'] as const),
  /** Private hosts that connections may go to, separated by commas: `host` or `host:port`. */
  SVYAZ_ALLOW_HOSTS: Env.schema.string.optional(),
  /** Opens GET /metrics to whoever sends it as a bearer token. Default: there is no such address. */
  METRICS_TOKEN: Env.schema.secret.optional(),
  /** How many proxies of your own stand in front and append to x-forwarded-for. */
  SVYAZ_TRUSTED_PROXIES: Env.schema.number.optional(),
})
