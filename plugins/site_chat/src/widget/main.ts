import { Api } from './api.ts'
import { Chat } from './chat.ts'
import { h } from './dom.ts'
import { Storage } from './storage.ts'
import { styleSheet } from './style.ts'
import { followTheme, inkOn, languageOf } from './surroundings.ts'
import { textsOf } from './texts.ts'
import type { Config } from './types.ts'

const hostId = 'svyaz-chat'

async function start(): Promise<void> {
  const base = new URL('../../', import.meta.url)
  // /hooks/site_chat/<account>.<token>/: the token may change, the visitor stays.
  const account = base.pathname.split('/').at(-2)?.split('.')[0] ?? ''
  const storage = new Storage(account)
  const asked = [...document.scripts].find(({ src }) => src === import.meta.url)?.dataset ?? {}
  const secret = storage.secret()
  const config = await new Api(base, secret, 'en').get<Config>('config')
  const language = languageOf(wish(asked['lang'], ['ru', 'en']) ?? config.language)
  const texts = await textsOf(language)
  const chat = new Chat(config, new Api(base, secret, language), storage, { language, texts })

  const host = h('div', { id: hostId, lang: language })
  const shadow = host.attachShadow({ mode: 'open' })
  shadow.adoptedStyleSheets = [styleSheet(config.colour, inkOn(config.colour))]
  shadow.append(chat.panel.root)
  const theme = wish(asked['theme'], ['light', 'dark']) ?? config.theme
  followTheme(theme, (dark) => host.classList.toggle('dark', dark))
  document.body.append(host)
  if (asked['open'] !== undefined) chat.toggle()
}

/** An attribute of the snippet (`data-theme`) wins over the account's setting. */
function wish<T extends string>(said: string | undefined, known: readonly T[]): T | undefined {
  return known.find((one) => one === said)
}

// The snippet may stand on a page twice.
if (document.getElementById(hostId) === null) {
  start().catch((error: unknown) => {
    // A page without the chat is better than a page with a broken one.
    // eslint-disable-next-line no-console -- the site's developer looks there
    console.warn('Svyaz chat:', error instanceof Error ? error.message : error)
  })
}
