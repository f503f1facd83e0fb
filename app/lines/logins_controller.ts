import { notFound, Problem } from '#app/http/problem'
import { beginLogin } from '#app/lines/begin_login'
import { answerValidator, loginValidator } from '#app/lines/lines_validator'
import type { Login } from '#app/lines/login'
import { logins } from '#app/lines/logins'
import { findAccount } from '#app/lines/queries/accounts'
import { findLine } from '#app/lines/queries/lines'
import { disabledPlugins } from '#app/plugins/queries/switches'
import type { HttpContext } from '@adonisjs/core/http'
import type { Answer } from '@svyaz/core'
import { validate } from 'uuid'

/** Below the minute after which proxies cut. */
const pollMs = 25_000

/** The connect dialog, as a resource: begin, look, answer, close. */
export default class LoginsController {
  async store({ company, member, params, request, response }: HttpContext) {
    const { plugin, flow, again } = await request.validateUsing(loginValidator)
    const id = String(params.id)
    const line = validate(id) ? await findLine(company.id, id) : undefined
    if (!line) throw notFound()
    if ((await disabledPlugins(company.id)).has(plugin)) throw new Problem(422, 'E_PLUGIN_DISABLED')
    const known = again === undefined ? undefined : await findAccount(company.id, again)
    if (again !== undefined && known?.plugin !== plugin) throw notFound()
    const login = beginLogin({
      company: company.id,
      member: member.id,
      line: line.id,
      plugin,
      flow,
      again: known?.id,
    })
    return response.created(login.view())
  }

  async show(ctx: HttpContext) {
    const login = loginOf(ctx)
    const version = Number(ctx.request.input('version', -1))
    const left = new AbortController()
    ctx.response.response.once('close', () => left.abort())
    await login.changedFrom(version, pollMs, left.signal)
    ctx.response.header('cache-control', 'no-store')
    return login.view()
  }

  async answer(ctx: HttpContext) {
    const login = loginOf(ctx)
    const { values, action } = await ctx.request.validateUsing(answerValidator)
    const answer: Answer = {
      ...(values === undefined ? {} : { values }),
      ...(action === undefined ? {} : { action }),
    }
    if (!login.answer(answer)) throw new Problem(409, 'E_LOGIN_BUSY')
    return login.view()
  }

  async destroy(ctx: HttpContext) {
    logins.end(loginOf(ctx))
    return ctx.response.noContent()
  }

  /** Where an OAuth server sends the person back. `state` is the login they began; it must be theirs. */
  async return({ company, member, params, request, response }: HttpContext) {
    const login = logins.find(
      { company: company.id, member: member.id },
      String(request.input('state'))
    )
    if (!login || login.plugin !== params.plugin) throw new Problem(410, 'E_LOGIN_OVER')
    login.answer({ callback: new URLSearchParams(request.parsedUrl.query ?? '') })
    return response.redirect(`/lines/${login.line}?login=${login.id}`)
  }
}

function loginOf({ company, member, params }: HttpContext): Login {
  const login = logins.find({ company: company.id, member: member.id }, String(params.id))
  if (!login) throw new Problem(404, 'E_LOGIN_OVER')
  return login
}
