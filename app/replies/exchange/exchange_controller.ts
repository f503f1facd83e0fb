import database from '#app/database/service'
import { Problem } from '#app/http/problem'
import { asMember } from '#app/inbox/scope'
import { storable } from '#app/inbox/to_jsonb'
import type { HttpContext } from '@adonisjs/core/http'
import type { ImportPreview } from '../views.js'
import { parseCsv, type CsvRow } from './csv.js'
import { exportReplies } from './export_replies.js'
import { importReplies, previewImport } from './import_replies.js'
import type { RejectedLine } from './plan_import.js'

/** Replies come and go as a file of a spreadsheet. The body of a request is the file. */
export default class ExchangeController {
  async preview(ctx: HttpContext): Promise<ImportPreview> {
    const { lines, rejected, sections } = await previewImport(asMember(ctx), rowsOf(ctx))
    return {
      lines: lines.map(({ line, state, path, title }) => ({ line, state, path, title })),
      rejected: rejected.map((one) => ({ line: one.line, reason: wordsOf(ctx, one) })),
      sections,
    }
  }

  async import(ctx: HttpContext) {
    return importReplies(asMember(ctx), rowsOf(ctx))
  }

  async export({ company, response }: HttpContext) {
    response.header('content-type', 'text/csv; charset=utf-8')
    response.header('content-disposition', 'attachment; filename="quick-replies.csv"')
    return response.send(await exportReplies(database, company.id))
  }
}

function rowsOf({ request }: HttpContext): readonly CsvRow[] {
  if (!request.is(['text/csv'])) throw new Problem(415, 'E_CSV_NOT_CSV')
  return storable(parseCsv(request.raw() ?? ''))
}

function wordsOf({ i18n }: HttpContext, { code, params }: RejectedLine): string {
  return i18n.t(`server.${code}`, { ...params })
}
