package dev.upcall.host.transport;

/** An open serial port: bytes in, bytes out. Read by one thread, written by another. */
interface SerialLine extends AutoCloseable {
  /** Opens the same port again and again. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it.
     *
     * @throws dev.upcall.core.diagnostic.UpcallException UP3020 or UP3021 if it is missing or busy
     */
    SerialLine open();
  }

  /** Waits a moment for bytes; how many came, 0 when none did, -1 when the other end is gone. */
  int read(byte[] buffer);

  /** Takes what fits without waiting; how many bytes that was, 0 or less when none. */
  int write(byte[] bytes, int offset, int length);

  @Override
  void close();
}
