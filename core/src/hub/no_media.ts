import type { MediaStore } from '../context.ts'
import { noMedia } from './failures.ts'

/** Where the embedder configured none. */
export const noMediaStore: MediaStore = {
  async put(stream) {
    await stream.cancel()
    throw noMedia()
  },
  about: () => Promise.reject(noMedia()),
  open: () => Promise.reject(noMedia()),
  link: () => Promise.reject(noMedia()),
}
