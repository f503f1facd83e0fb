/** TypeScript of the application is compiled as it is loaded; `ace build` writes an ace.js of its own into build/. */
import '@poppinss/ts-exec'

await import('./bin/console.js')
