import type { CompanyId, Sql } from '@svyaz/core'

/** Under the lock of the company's replies, by primary keys. */

export async function insertSection(
  tx: Sql,
  company: CompanyId,
  section: { readonly id: string; readonly parent: string | null; readonly name: string },
  position: number
): Promise<void> {
  await tx.query(
    `insert into reply_sections (company_id, id, parent_id, name, position) values ($1, $2, $3, $4, $5)`,
    [company, section.id, section.parent, section.name, position]
  )
}

export async function renameSectionRow(
  tx: Sql,
  company: CompanyId,
  id: string,
  name: string
): Promise<void> {
  await tx.query('update reply_sections set name = $3 where company_id = $1 and id = $2', [
    company,
    id,
    name,
  ])
}

/** `order`: all sections of that parent, the moved one among them. */
export async function placeSections(
  tx: Sql,
  company: CompanyId,
  parent: string | null,
  order: readonly string[]
): Promise<void> {
  await tx.query(
    `update reply_sections s set parent_id = $2, position = o.n
     from unnest($3::uuid[]) with ordinality o (id, n)
     where s.company_id = $1 and s.id = o.id`,
    [company, parent, order]
  )
}

export async function deleteSectionRow(tx: Sql, company: CompanyId, id: string): Promise<void> {
  await tx.query('delete from reply_sections where company_id = $1 and id = $2', [company, id])
}

export async function replaceEditors(
  tx: Sql,
  company: CompanyId,
  section: string,
  members: readonly string[]
): Promise<void> {
  await tx.query('delete from reply_section_editors where company_id = $1 and section_id = $2', [
    company,
    section,
  ])
  await tx.query(
    `insert into reply_section_editors (company_id, section_id, member_id)
     select $1, $2, m.id from members m where m.company_id = $1 and m.id = any($3::uuid[])`,
    [company, section, members]
  )
}
