import { toProblem, type ProblemBody } from '#app/http/to_problem'
import { render } from '#app/http/render'
import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'

export default class HttpExceptionHandler extends ExceptionHandler {
  protected override debug = !app.inProduction
  protected override renderStatusPages = false

  override async handle(error: unknown, ctx: HttpContext) {
    const problem = toProblem(error, ctx)
    if (ctx.request.header('x-inertia') === undefined && wantsJson(ctx)) return answer(ctx, problem)
    if (problem.code === 'E_VALIDATION' || problem.code === 'E_BAD_CSRF_TOKEN')
      return super.handle(error, ctx)
    if (problem.status >= 500 && this.debug) return super.handle(error, ctx)
    if (isForm(ctx)) return backWith(ctx, problem)
    return this.#page(ctx, problem)
  }

  override async report(error: unknown, ctx: HttpContext) {
    return super.report(error, ctx)
  }

  async #page(ctx: HttpContext, problem: ProblemBody) {
    ctx.response.status(problem.status)
    const { status, code, title, detail } = problem
    return ctx.response.send(await render(ctx, 'errors/show', { status, code, title, detail }))
  }
}

function wantsJson(ctx: HttpContext): boolean {
  return ctx.request.accepts(['html', 'json']) === 'json'
}

/** A form of ours: its page shows the words. */
function isForm(ctx: HttpContext): boolean {
  return ctx.request.method() === 'POST' && 'session' in ctx
}

/** Without what was typed: the page still has it, and a session is no place for it. */
function backWith(ctx: HttpContext, problem: ProblemBody) {
  ctx.session.flash('error', problem.detail)
  return ctx.response.redirect().back()
}

function answer(ctx: HttpContext, problem: ProblemBody) {
  ctx.response
    .status(problem.status)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem))
}
