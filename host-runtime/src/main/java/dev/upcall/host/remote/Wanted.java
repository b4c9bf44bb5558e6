package dev.upcall.host.remote;

/** What a gateway wants of a member besides logits, in the order of their numbers on the wire. */
enum Wanted {
  /** Nothing: the project has no head with this member. */
  LOGITS,
  /** What feeds the heads. */
  FEATURES,
  /** The member's parts of the heads' logits. */
  PARTS
}
