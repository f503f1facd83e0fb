import { randomBytes } from 'node:crypto'
import type { Answer, Flow, FlowContext, FlowDone, Localized, Screen } from '@svyaz/core'
import { settingsSchema } from './settings.ts'
import type { Settings } from './settings.ts'
import { parseOrigins } from './site_addresses.ts'

const fields = settingsSchema.pick({
  title: true,
  allowedOrigins: true,
  greeting: true,
  colour: true,
  links: true,
})

const title: Localized = { ru: 'Чат на вашем сайте', en: 'A chat on your site' }

/** Nothing to log in to: the name and the sites make the account. What comes next is in the manifest's handouts. */
export const siteFlow: Flow<Settings> = {
  id: 'site',
  name: { ru: 'Чат на сайте', en: 'Site chat' },
  start: connect,
}

async function* connect(
  ctx: FlowContext<Settings>
): AsyncGenerator<Screen, FlowDone<Settings>, Answer> {
  let values: { title?: string; [field: string]: unknown } = { ...ctx.settings }
  let error: Localized | undefined
  for (;;) {
    const answer = yield form(values, error)
    const parsed = fields.safeParse(answer.values ?? {})
    if (parsed.success) {
      const settings = parsed.data
      const [site] = parseOrigins(settings.allowedOrigins) ?? []
      const link = site === undefined || site.includes('*') ? {} : { link: site }
      const key = ctx.again?.identity.key ?? randomBytes(16).toString('hex')
      return { identity: { key, title: settings.title, ...link }, settings }
    }
    values = { ...answer.values }
    error = words(parsed.error.issues[0]?.path[0], parsed.error.issues[0]?.message)
  }
}

function form(values: { readonly [field: string]: unknown }, error: Localized | undefined): Screen {
  const shown = Object.fromEntries(
    Object.keys(fields.shape).flatMap((name) => {
      const value = values[name]
      return typeof value === 'string' ? [[name, value]] : []
    })
  )
  return { show: 'form', title, fields, values: shown, ...(error === undefined ? {} : { error }) }
}

/** Messages of the schema hold both languages, Russian first; zod's own hold none of ours. */
function words(field: PropertyKey | undefined, message = ''): Localized {
  const [ru, en] = message.split(' / ')
  if (ru !== undefined && en !== undefined) return { ru, en }
  return {
    ru: `Поле «${String(field)}» заполнено неверно: слишком длинно или не тем. Исправьте его.`,
    en: `The field "${String(field)}" is wrong: too long or of another kind. Correct it.`,
  }
}
