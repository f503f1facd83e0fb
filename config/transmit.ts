import { defineConfig } from '@adonisjs/transmit'

/** Pings keep proxies from cutting a quiet stream. One process: no transport. */
export default defineConfig({ pingInterval: '30s', transport: null })
