package dev.upcall.host.tier;

/** Why the tier above did not answer. */
public enum Silence {
  /** Its broker is not connected, or the way there is full. */
  AWAY,
  /** So many were open there that this one was not asked. */
  FULL,
  /** It said that it will not. */
  REFUSED,
  /** No answer came while the device waits. */
  LATE
}
