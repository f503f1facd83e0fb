import { localeOf } from '#app/http/locale'
import { RequestValidator, type HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { I18n } from '@adonisjs/i18n'
import i18nManager from '@adonisjs/i18n/services/main'

RequestValidator.messagesProvider = (ctx) => ctx.i18n.createMessagesProvider()

/** After the session is read: the language of words and of validation messages. */
export default class LocaleMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    ctx.i18n = i18nManager.locale(localeOf(ctx))
    ctx.containerResolver.bindValue(I18n, ctx.i18n)
    if ('view' in ctx) ctx.view.share({ i18n: ctx.i18n })
    return next()
  }
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    i18n: I18n
  }
}
