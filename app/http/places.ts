import env from '#start/env'
import app from '@adonisjs/core/services/app'
import { basename, delimiter, dirname, join } from 'node:path'

/** The repository's root. In production the application runs from `build/`, where neither storage nor plugins are. */
export function rootFolder(): string {
  const given = env.get('SVYAZ_ROOT')
  if (given) return given
  const own = app.makePath()
  return basename(own) === 'build' ? dirname(own) : own
}

export function storageFolder(): string {
  return env.get('SVYAZ_STORAGE') ?? join(rootFolder(), 'storage')
}

export function pluginFolders(): string[] {
  const given = env.get('SVYAZ_PLUGINS')?.split(delimiter).filter(Boolean)
  return given ?? [join(rootFolder(), 'plugins')]
}
