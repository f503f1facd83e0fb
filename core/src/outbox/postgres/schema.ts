import { Failure } from '../../failure.ts'

export const defaultSchema = 'svyaz'

/** Statements are written for the schema `svyaz`; this is the one place that knows of others. */
export function inSchema(statement: string, schema: string): string {
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) throw badSchema(schema)
  if (schema === defaultSchema) return statement
  return statement
    .replaceAll('svyaz.', `${schema}.`)
    .replaceAll('schema if not exists svyaz', `schema if not exists ${schema}`)
}

function badSchema(schema: string): Failure {
  return new Failure('rejected', {
    code: 'E_SCHEMA_NAME',
    reason: {
      ru: `Имя схемы «${schema}» не подходит. Возьмите строчные латинские буквы, цифры и _.`,
      en: `The schema name “${schema}” won't do. Use lower-case Latin letters, digits and _.`,
    },
  })
}
