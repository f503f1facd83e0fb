/** Nothing is rendered on the server; `ace build` wants an entry of this kind all the same (see vite.config.ts). */
export {}
