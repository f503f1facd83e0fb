import type { Endpoint } from '@svyaz/core'
import type { Settings } from '../settings.ts'
import { parseLinks } from '../site_addresses.ts'
import { json } from './answer.ts'
import { changeWithinMs } from './acts.ts'
import { textLimit } from './messages.ts'
import { page } from './visit.ts'
import { teamOf } from './wire.ts'

/** What the page draws the chat by. The same for every visitor. */
export function configEndpoint(): Endpoint<Settings> {
  return page(
    { path: '/config', method: 'GET', maxBytes: 0, perMinute: 600 },
    async (_request, _body, ctx) => {
      const { settings } = ctx.account
      const { title, colour, position, language, theme, greeting, sound } = settings
      const config = {
        title,
        initials: settings.initials || initialsOf(title),
        colour,
        position,
        language,
        theme,
        greeting,
        sound,
        links: parseLinks(settings.links) ?? [],
        askEmailAfterMs: settings.askEmailAfterS * 1000,
        maxFileBytes: settings.maxFileMb * 1024 * 1024,
        textLimit,
        changeWithinMs,
        ...(await teamOf(ctx)),
      }
      return json(config, 200, { 'cache-control': 'private, max-age=30' })
    }
  )
}

const letters = new Intl.Segmenter()

/** «Магазин ламп» → «МЛ». */
function initialsOf(title: string): string {
  const words = title.split(/[\s.\-_]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word))
  // «Лампы и свет» are two words with an «и» between.
  const long = words.filter((word) => word.length > 1)
  return (long.length > 0 ? long : words)
    .slice(0, 2)
    .map((word) => letters.segment(word)[Symbol.iterator]().next().value?.segment ?? '')
    .join('')
    .toUpperCase()
}
