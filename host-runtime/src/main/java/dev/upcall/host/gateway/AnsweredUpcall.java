package dev.upcall.host.gateway;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.CombinedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An upcall and what became of it.
 *
 * @param project whose ensemble answered
 * @param signature of the project, SHA-256, 32 bytes
 * @param device how the device last announced itself to this gateway, if it did
 * @param upcall as the device sent it
 * @param answer as the device was sent it
 * @param combined the same with the ensemble's scores and the members' own classes
 * @param arrived when this gateway first saw the upcall; of one that the journal held, when the
 *     gateway started to work on it
 * @param took from then to the answer
 */
public record AnsweredUpcall(
    Project project,
    Bytes signature,
    Optional<Birth> device,
    UpcallRequest upcall,
    Answer answer,
    CombinedAnswer combined,
    Instant arrived,
    Duration took) {
  /** Under which the upcall takes effect exactly once, in every sink. */
  public UpcallKey key() {
    return UpcallKey.of(upcall.header());
  }
}
