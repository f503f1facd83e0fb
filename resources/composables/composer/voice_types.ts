/** In the order we would rather send them. */
export const voiceTypes: readonly string[] = [
  'audio/webm;codecs=opus',
  'audio/ogg;codecs=opus',
  'audio/mp4',
]
