package dev.upcall.host.member;

/** What is wanted of a member besides logits, in the order of their numbers on the wire. */
public enum Wanted {
  /** Nothing: no head is fed by it. */
  LOGITS,
  /** What feeds the heads. */
  FEATURES,
  /** Its parts of the heads' logits. */
  PARTS
}
