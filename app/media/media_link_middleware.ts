import { linkPrefix, readMediaLink } from '#app/media/media_link'
import { sendFile } from '#app/media/send_file'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isFailure } from '@svyaz/core'

/** Links for visitors' pages: no session is read, no cookie is set. */
export default class MediaLinkMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const { request, response } = ctx
    const url = request.url()
    if (!url.startsWith(linkPrefix)) return next()
    if (!['GET', 'HEAD'].includes(request.method())) return response.status(405).send('')
    const link = readMediaLink(decode(url.slice(linkPrefix.length)))
    if (!link) return response.status(404).send('')
    try {
      return await sendFile(ctx, link.company, link.ref, { cache: 'private, max-age=3600' })
    } catch (error) {
      if (isFailure(error) && error.code === 'E_MEDIA_GONE') return response.status(404).send('')
      throw error
    }
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
