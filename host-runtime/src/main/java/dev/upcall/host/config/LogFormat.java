package dev.upcall.host.config;

/** How a gateway's log is written. */
public enum LogFormat {
  /** A line for people: time, level, message. */
  TEXT,
  /** A JSON object a line, for programs. */
  JSON
}
