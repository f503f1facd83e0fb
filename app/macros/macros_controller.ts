import database from '#app/database/service'
import type { As } from '#app/desk/as'
import desk from '#app/desk/service'
import hub from '#app/hub/service'
import { render } from '#app/http/render'
import { toProblem } from '#app/http/to_problem'
import { asMember, idParam } from '#app/inbox/scope'
import { showDialog } from '#app/inbox/show_dialog'
import { manages } from '#app/replies/edit'
import type { VariableValues } from '#app/replies/variables'
import type { HttpContext } from '@adonisjs/core/http'
import { changeMacro, createMacro, deleteMacro, mayChange } from './edit_macros.js'
import { findMacros } from './queries/macros.js'
import { runMacro } from './run_macro.js'
import { macroValidator, runValidator } from './steps.js'
import type { MacroOutcome, MacroView } from './views.js'

export default class MacrosController {
  async index(ctx: HttpContext) {
    return render(ctx, 'macros/index', { macros: await views(ctx), shares: manages(ctx.member) })
  }

  async list(ctx: HttpContext) {
    return { data: await views(ctx) }
  }

  async store(ctx: HttpContext) {
    const id = await createMacro(asMember(ctx), await ctx.request.validateUsing(macroValidator))
    return ctx.response.created({ id })
  }

  async update(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(macroValidator)
    await changeMacro(asMember(ctx), idParam(ctx), body)
    return ctx.response.noContent()
  }

  async destroy(ctx: HttpContext) {
    await deleteMacro(asMember(ctx), idParam(ctx))
    return ctx.response.noContent()
  }

  async run(ctx: HttpContext): Promise<MacroOutcome> {
    const said = await ctx.request.validateUsing(runValidator)
    const parts = { ...desk, sql: database, valuesOf: valuesFor(ctx) }
    const outcome = await runMacro(parts, asMember(ctx), { ...said, dialog: idParam(ctx) })
    const { done, failed, left } = outcome
    const told = failed && { step: failed.step, problem: toProblem(failed.error, ctx) }
    if (told !== null && told.problem.status >= 500)
      ctx.logger.error({ err: failed?.error, step: told.step }, 'a step of a macro failed')
    return { done, failed: told, left }
  }
}

function valuesFor({ member }: HttpContext) {
  return async (as: As, dialog: string): Promise<VariableValues> => {
    const of = { company: as.company, member: as.actor.member }
    const { contact, lineName, accountName } = await showDialog({ sql: database, hub }, of, dialog)
    return {
      client: contact?.name ?? null,
      operator: member.name,
      line: lineName,
      account: accountName,
    }
  }
}

async function views({ company, member }: HttpContext): Promise<readonly MacroView[]> {
  const rows = await findMacros(database, company.id, member.id)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    shared: row.member === null,
    steps: row.steps,
    mine: mayChange(member, row),
  }))
}
