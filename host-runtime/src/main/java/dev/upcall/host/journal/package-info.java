/**
 * Upcalls and answers on disk, so that an acknowledged sample outlives the process and the power.
 *
 * <pre>
 *   store, answered ─► WaitingRoom ─► Writer (one thread) ─► SegmentLog ─► JournalFiles ─► disk
 *                                        └─► Index ◄─ Recovery ◄────────────┘
 * </pre>
 *
 * What is promised, and what is not, is in docs/journal.md.
 */
package dev.upcall.host.journal;
