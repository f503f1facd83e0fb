import { render } from '#app/http/render'
import type { HttpContext } from '@adonisjs/core/http'

export default class KeysController {
  async show(ctx: HttpContext) {
    return render(ctx, 'settings/keys', {})
  }
}
