import app from '@adonisjs/core/services/app'
import { readFileSync } from 'node:fs'

type Package = { readonly version: string }

export const { version } = JSON.parse(readFileSync(app.makePath('package.json'), 'utf8')) as Package
