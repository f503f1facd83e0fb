import { notFound } from '#app/http/problem'
import { sendFile } from '#app/media/send_file'
import type { HttpContext } from '@adonisjs/core/http'
import { isFailure, mediaRef } from '@svyaz/core'

/** A file never changes under its id. */
const cache = 'private, max-age=31536000, immutable'

export default class MediaController {
  async show(ctx: HttpContext) {
    try {
      return await sendFile(ctx, ctx.company.id, mediaRef(String(ctx.params.id)), { cache })
    } catch (error) {
      throw isFailure(error) && error.code === 'E_MEDIA_GONE' ? notFound() : error
    }
  }
}
