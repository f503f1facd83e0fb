import { Failure } from '@svyaz/core'

/** What storing a file can come to. */

export function tooBig(maxBytes: number): Failure {
  const megabytes = Math.max(1, Math.floor(maxBytes / 1_048_576))
  return new Failure('rejected', {
    code: 'E_MEDIA_TOO_BIG',
    reason: {
      ru: `Файл больше ${megabytes} МБ. Сожмите его или отправьте ссылкой.`,
      en: `The file is larger than ${megabytes} MB. Compress it or send a link.`,
    },
  })
}

export function gone(cause?: unknown): Failure {
  return new Failure('rejected', {
    code: 'E_MEDIA_GONE',
    reason: {
      ru: 'Файла больше нет в хранилище. Попросите прислать его снова.',
      en: 'The file is no longer in the store. Ask for it again.',
    },
    cause,
  })
}

export function storeFailed(cause: unknown): Failure {
  return new Failure('transient', { code: 'E_MEDIA_STORE', reason: wordsOf(cause), cause })
}

function wordsOf(cause: unknown): { readonly ru: string; readonly en: string } {
  if (isFull(cause))
    return {
      ru: 'На диске хранилища нет места. Освободите его (папка storage/media), файл будет сохранён при повторе.',
      en: 'The disk of the file store is full. Free some space (folder storage/media), the file is stored at the next try.',
    }
  return {
    ru: 'Хранилище файлов не отвечает. Проверьте папку storage/media и права на неё.',
    en: 'The file store does not answer. Check the folder storage/media and its permissions.',
  }
}

/** The driver wraps what the disk said, some levels deep. */
function isFull(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code } = each as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') return true
  }
  return false
}
