package dev.upcall.host.remote;

/**
 * A request on its way to a replica and back. Belongs to the loop.
 *
 * @param order counts a member's requests
 * @param asked what it is for; null of a probe, which only asks for a sign of life
 * @param hedge whether another replica was asked before and has not answered yet
 */
record Flight(int id, long order, Replica replica, Asked asked, boolean hedge) {
  boolean isProbe() {
    return asked == null;
  }

  /** Whether somebody still waits for it. */
  boolean isOpen() {
    return asked != null && !asked.isSettled();
  }
}
