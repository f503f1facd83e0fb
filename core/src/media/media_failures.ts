import { Failure, isFailure } from '../failure.ts'

export function tooBig(maxBytes: number): Failure {
  const mb = Math.max(1, Math.round(maxBytes / 1024 / 1024))
  return new Failure('rejected', {
    code: 'E_MEDIA_TOO_BIG',
    reason: {
      ru: `Файл больше ${mb} МБ и не принят. Сожмите его или пришлите ссылкой.`,
      en: `The file is over ${mb} MB and was not taken. Compress it or send a link.`,
    },
  })
}

export function gone(cause?: unknown): Failure {
  return new Failure('rejected', {
    code: 'E_MEDIA_GONE',
    reason: {
      ru: 'Файла больше нет в хранилище. Попросите прислать его снова.',
      en: 'The file is no longer in the store. Ask for it to be sent again.',
    },
    cause,
  })
}

const reasons: { readonly [code: string]: readonly [ru: string, en: string] } = {
  ENOSPC: ['на диске нет места', 'the disk is full'],
  EDQUOT: ['исчерпана квота диска', 'the disk quota is used up'],
  EROFS: ['диск доступен только для чтения', 'the disk is read-only'],
  EACCES: ['нет прав на запись в папку', 'the folder may not be written to'],
}

/** What the file system said, in words; it may work again soon. */
export function diskFailure(error: unknown): Failure {
  if (isFailure(error)) return error
  const code = (error as NodeJS.ErrnoException).code ?? '?'
  if (code === 'ENOENT') return gone(error)
  const [ru, en] = reasons[code] ?? [`ошибка ${code}`, `error ${code}`]
  return new Failure('transient', {
    code: 'E_MEDIA_STORE',
    reason: {
      ru: `Файл не сохранён: ${ru}. Освободите место или проверьте папку хранилища, и всё продолжится само.`,
      en: `The file was not stored: ${en}. Free some space or check the store's folder, and it goes on by itself.`,
    },
    cause: error,
  })
}
