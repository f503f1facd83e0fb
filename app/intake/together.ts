/**
 * Both, sent without waiting for each other. Waits for the end of both even when one fails: what went on would write
 * after the rollback to a savepoint.
 */
export async function together<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other])
  return Promise.all([one, other])
}
