package dev.upcall.host.harvest;

/** What became of the samples that were offered to a harvest store. */
public enum HarvestCounter {
  /** Added to the store. */
  STORED,
  /** Already there, from this gateway or another. */
  DUPLICATES,
  /** Lost because too many waited for the store. */
  DROPPED,
  /** Refused by the database for what they hold. */
  REFUSED,
  /** Times that the store did not take a batch and was tried again. */
  FAILURES,
  /** Old ones deleted to keep within {@link HarvestRetention}. */
  DELETED
}
