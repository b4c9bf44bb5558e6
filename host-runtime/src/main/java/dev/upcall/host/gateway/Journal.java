package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.UpcallRequest;
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

  /** Stores an upcall; exceptionally if it could not be stored, and it is then not worked on. */
  CompletableFuture<Void> store(UpcallRequest upcall);

  /** Notes the answer to a stored upcall, which then need not be replayed. */
  CompletableFuture<Void> answered(UpcallKey key, Answer answer);

  /** The answer to an upcall, if it is still known. */
  Optional<Answer> answer(UpcallKey key);

  /** Upcalls that were stored and not answered, oldest first: what a gateway begins with. */
  List<UpcallRequest> unanswered();

  @Override
  void close();
}
