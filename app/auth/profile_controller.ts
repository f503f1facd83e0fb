import { preferencesValidator } from '#app/auth/auth_validator'
import { idleHoursOf } from '#app/companies/idle_hours'
import { timeZoneOf } from '#app/companies/time_zone'
import { Problem } from '#app/http/problem'
import { render } from '#app/http/render'
import type { HttpContext } from '@adonisjs/core/http'

const maxPreferences = 8192

export default class ProfileController {
  async show(ctx: HttpContext) {
    const runs = ctx.member.role === 'owner' || ctx.member.role === 'admin'
    const timeZone = runs ? await timeZoneOf(ctx.company.id) : null
    const idleHours = runs ? await idleHoursOf(ctx.company.id) : null
    return render(ctx, 'settings/profile', { timeZone, idleHours })
  }

  async update({ auth, request }: HttpContext) {
    const { preferences, ...plain } = await request.validateUsing(preferencesValidator)
    const user = auth.getUserOrFail()
    user.merge(plain)
    if (preferences) {
      const merged = { ...user.preferences, ...preferences }
      if (JSON.stringify(merged).length > maxPreferences)
        throw new Problem(422, 'E_PREFERENCES_TOO_BIG', { bytes: maxPreferences })
      user.preferences = merged
    }
    await user.save()
    return {
      language: user.language,
      theme: user.theme,
      name: user.name,
      preferences: user.preferences,
    }
  }
}
