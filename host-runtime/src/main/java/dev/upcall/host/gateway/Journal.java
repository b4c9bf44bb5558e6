package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.UpcallRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the gateway remembers beyond its own life. The gateway calls it from its loop, so a method
 * may start writing but must not wait for the disk; its futures may complete on any thread.
 *
 * <p>The contract that the gateway builds on: only if {@link #isDurable()} does a completed {@link
 * #store} mean that the upcall survives the process and the machine's power, and only then does the
 * gateway acknowledge it to the device as stored. A journal that is not durable promises nothing
 * across restarts, and the device keeps its sample until the answer itself arrives.
 */
public interface Journal extends AutoCloseable {
  /** Whether what is stored survives a crash. */
  boolean isDurable();

  /**
   * Stores an upcall; exceptionally if it could not be stored, and it is then not worked on. One
   * that is stored already is not stored again.
   */
  CompletableFuture<Void> store(UpcallRequest upcall);

  /**
   * Notes the answer to a stored upcall, which then need not be replayed. Of a durable journal the
   * answer leaves only when that is done, so that copies get the same bytes after a crash too.
   */
  CompletableFuture<Void> answered(UpcallKey key, Answer answer);

  /** The answer to an upcall, if it is still known. */
  Optional<Answer> answer(UpcallKey key);

  /**
   * Upcalls to an ensemble that were stored and not answered, oldest first: what a gateway begins
   * with, and looks for again if it is durable. Any thread may ask.
   *
   * @param signature as {@link dev.upcall.core.wire.Header} has it
   */
  List<UpcallKey> unanswered(long signature);

  /**
   * An upcall that was stored; empty if it has been answered or cannot be read. May wait for the
   * disk, so that it is not for the loop; any thread may ask.
   */
  Optional<UpcallRequest> upcall(UpcallKey key);

  /**
   * An answer that an earlier process noted.
   *
   * @param age how long before the last of them
   */
  record Noted(Answer answer, Duration age) {}

  /**
   * The answers of before this process that are known, oldest first: they may never have left the
   * last one, or not have reached their devices. Told once, for they may be many.
   */
  default List<Noted> answersOfBefore() {
    return List.of();
  }

  /** How it stands; any thread may ask. */
  JournalStats stats();

  @Override
  void close();
}
