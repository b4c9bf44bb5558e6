package dev.upcall.host.gateway;

/**
 * How a journal stands.
 *
 * @param bytes on disk
 * @param unanswered upcalls that were stored and not answered
 * @param unansweredBytes of these
 * @param waitingBytes of upcalls that wait for the disk
 * @param forces how often the disk was waited for since the start
 * @param failures how often it refused a write since then
 */
public record JournalStats(
    long bytes,
    long unanswered,
    long unansweredBytes,
    long waitingBytes,
    long forces,
    long failures) {}
