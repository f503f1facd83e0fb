import type { TagView } from '@app/inbox/views'

type Classes = { readonly [colour in TagView['colour']]: string }

/** Before a tag's name. */
export const tagDots: Classes = {
  neutral: 'bg-(--ui-text-muted)',
  primary: 'bg-primary',
  success: 'bg-success',
  warning: 'bg-warning',
  error: 'bg-error',
  info: 'bg-info',
}

/** Around it. */
export const tagTints: Classes = {
  neutral: 'bg-accented text-default',
  primary: 'bg-primary/15 text-default',
  success: 'bg-success/15 text-default',
  warning: 'bg-warning/20 text-default',
  error: 'bg-error/15 text-default',
  info: 'bg-info/15 text-default',
}
