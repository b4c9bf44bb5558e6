package dev.upcall.host.transport;

/**
 * A way to devices. It finds them, loses them and finds them again by itself; whoever uses it sees
 * only messages and the {@link Connection} on which each came.
 */
public interface Transport extends AutoCloseable {
  /** For messages to people, e.g. {@code serial /dev/ttyACM0}. */
  String name();

  /**
   * Opens the way; once.
   *
   * @param listener told everything that arrives
   * @throws dev.upcall.core.diagnostic.UpcallException UP3020-UP3024 if it cannot be opened now;
   *     later failures are retried and logged
   */
  void start(MessageListener listener);

  /** Whether the way is open now: the port, or the connection to the broker. Any thread may ask. */
  boolean isUp();

  /** What it has lost so far. Any thread may ask. */
  default Losses losses() {
    return Losses.NONE;
  }

  @Override
  void close();
}
