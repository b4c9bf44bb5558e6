package dev.upcall.host.push;

import dev.upcall.core.wire.Ack;
import java.util.Locale;
import java.util.Optional;

/**
 * How a push to one device stands.
 *
 * @param device its name
 * @param number assigned at provisioning, unsigned
 * @param connection the way to it, for people
 * @param ack what the device said
 */
public record Pushed(
    String device, int number, String connection, State state, Optional<Ack.Code> ack) {
  /** Where a push to a device may stand. */
  public enum State {
    /** Sent, and not answered yet. */
    OPEN("no answer yet"),
    TAKEN("taken"),
    /** The device went back to the values before. */
    ROLLED_BACK("rolled back: too many upcalls"),
    /** The device said why not. */
    REFUSED("refused"),
    /** Not sent: it runs another ensemble, or the same with other stages. */
    OTHER_FIRMWARE("not sent: it runs another project's firmware"),
    /** Not sent: its firmware takes none. */
    FIXED("not sent: its firmware has no pushed parameters"),
    /** Not sent: nobody gave its key. */
    NO_KEY("not sent: its key is not among those given");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** For people. */
    String words() {
      return words;
    }
  }

  /** Whether there is nothing more to wait for but a roll-back. */
  public boolean isSettled() {
    return state != State.OPEN;
  }

  /** For people. */
  public String words() {
    return state == State.REFUSED
        ? state.words + ": " + ack.orElseThrow().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        : state.words;
  }
}
