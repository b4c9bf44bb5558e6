package dev.upcall.host.gateway;

/** What a gateway counts; nothing is dropped or refused without one of these going up. */
public enum GatewayCounter {
  /** Messages handed over by transports. */
  RECEIVED,
  /** Upcalls seen for the first time. */
  UPCALLS,
  /** Answers sent, repeated ones not counted. */
  ANSWERS,
  /** Of these, to audits of what devices had answered themselves. */
  AUDITS,
  /** Times that audits began to say that accepted answers are right too seldom. */
  AUDIT_ALARMS,
  /** Upcalls that repeat one being worked on or answered. */
  DUPLICATES,
  /** Upcalls that no member answered; their devices answer by themselves. */
  UNANSWERED,
  /** Upcalls that the tier above was asked about. */
  UPCALLS_ABOVE,
  /** Of these, audits of what this gateway had answered itself, which the tier above says too. */
  ABOVE_AUDITS_CONFIRMED,
  /** The same, where the tier above says another class. */
  ABOVE_AUDITS_REFUTED,
  /** Of what the tier above was to be asked: its broker was not connected. */
  ABOVE_AWAY,
  /** The same: as many as may be were open there. */
  ABOVE_FULL,
  /** The same: it refused. */
  ABOVE_REFUSED,
  /** The same: no answer came in time. */
  ABOVE_LATE,
  /** Answers of this gateway's own that the tier above was not there for, or not in time. */
  DEGRADED_ANSWERS,
  /** Upcalls that the journal could not store. */
  NOT_STORED,
  /** Bytes that were no message, or one that makes no sense. */
  MALFORMED,
  /** Messages of a version of the wire that is not spoken here. */
  OTHER_VERSION,
  /** Messages that bear another device's number. */
  IMPOSTORS,
  /** Messages of devices whose ensemble is not served here. */
  UNKNOWN_SIGNATURE,
  /** Messages of the wrong size or kind. */
  REFUSED,
  /** Messages dropped because too many wait for the loop. */
  DROPPED_INBOX,
  /** Upcalls turned away because too many wait for the ensemble. */
  DROPPED_BUSY,
  /** Answers and acknowledgements that a transport did not take. */
  DROPPED_OUTGOING,
  /** Exceptions in a handler, each a bug, none fatal for the others. */
  HANDLER_FAILURES
}
