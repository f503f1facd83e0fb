import 'reflect-metadata'
import { createServer } from 'node:http'
import { hooksFirst } from '#app/http/hooks_door'
import { Ignitor, prettyPrintError } from '@adonisjs/core'

const root = new URL('../', import.meta.url)

function importer(path: string): Promise<unknown> {
  if (path.startsWith('./') || path.startsWith('../')) return import(new URL(path, root).href)
  return import(path)
}

new Ignitor(root, { importer })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
    app.listen('SIGINT', () => app.terminate())
  })
  .httpServer()
  .start((handle) => createServer(hooksFirst(handle)))
  .catch((error) => {
    process.exitCode = 1
    return prettyPrintError(error)
  })
