/** What people answer with where any emoji will do; the first six stand before them. */
export const moreReactions: readonly string[] = [
  ...['👎', '🔥', '🎉', '🤔', '👏', '😍', '😊', '🤝', '💯', '✅', '❌', '👀'],
  ...['😁', '😉', '😎', '🥰', '😅', '🤣', '🙂', '😐', '😔', '😡', '🤯', '😱'],
  ...['💪', '👌', '🙌', '✌️', '🫡', '🤷', '⭐', '💡', '📌', '📦', '🚚', '💳'],
  ...['🎁', '🌹', '☕', '🏆', '⏰', '💬', '💔', '🧡', '💛', '💚', '💙', '💜'],
]
