import { storageFolder } from '#app/http/places'
import { defineConfig, services } from '@adonisjs/drive'
import { join } from 'node:path'

/** Never served by the driver itself: files go out through an authorised route. */
const driveConfig = defineConfig({
  default: 'media',
  services: {
    media: services.fs({
      location: join(storageFolder(), 'media'),
      serveFiles: false,
      visibility: 'private',
    }),
  },
})

export default driveConfig

declare module '@adonisjs/drive/types' {
  export interface DriveDisks extends InferDriveDisks<typeof driveConfig> {}
}
