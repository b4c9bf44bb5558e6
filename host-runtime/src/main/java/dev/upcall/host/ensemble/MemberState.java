package dev.upcall.host.ensemble;

/** How a member is. */
public enum MemberState {
  /** Asked for every batch; the first ones of its life wait until it is opened. */
  UP,
  /** Hangs in a call past its deadline; not asked until it returns. */
  OVERDUE,
  /** Switched off, could not be opened, or runs nowhere that is known. */
  DOWN
}
