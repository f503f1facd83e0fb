import { defineConfig } from '@adonisjs/core/bodyparser'

export default defineConfig({
  allowedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  form: {
    convertEmptyStringsToNull: false,
    types: ['application/x-www-form-urlencoded'],
    limit: '200kb',
  },
  /** A message of 100,000 characters in Cyrillic, escaped, still fits. */
  json: { convertEmptyStringsToNull: false, types: ['application/json'], limit: '1mb' },
  /** Files of quick replies, up to five thousand of them. */
  raw: { types: ['text/csv'], limit: '4mb' },
  multipart: {
    autoProcess: false,
    convertEmptyStringsToNull: false,
    /** Uploads are streamed by their route. */
    processManually: ['/inbox/files'],
    limit: '100mb',
    fieldsLimit: '100kb',
    types: ['multipart/form-data'],
  },
})
