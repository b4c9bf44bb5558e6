package dev.upcall.host.serving;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Speaks with the server of one model. Never blocks; what it gives fails with an {@link
 * dev.upcall.core.diagnostic.UpcallException} of a {@link ServingCode}.
 */
interface ServingClient extends AutoCloseable {
  /** Whether the server is ready, and what it says of the model. */
  CompletableFuture<ModelMetadata> look(Duration patience);

  /** Asks the model; the outputs in whatever order the server has them. */
  CompletableFuture<List<Tensor>> infer(InferCall call, Duration patience);

  @Override
  void close();
}
