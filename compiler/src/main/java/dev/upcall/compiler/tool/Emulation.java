package dev.upcall.compiler.tool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A board that runs. Closing stops it. */
public final class Emulation implements AutoCloseable {
  /** What start-up fills the stack with. */
  private static final int PAINT = 0xC5C5C5C5;

  private final Image image;
  private final RunningProcess process;
  private final Path port;
  private final WorkFolder work;

  Emulation(Image image, RunningProcess process, Path port, WorkFolder work) {
    this.image = image;
    this.process = process;
    this.port = port;
    this.work = work;
  }

  /** The terminal that is the board's serial port. */
  public Path port() {
    return port;
  }

  /** False once the firmware has faulted (or the emulator died). */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** What the emulator, or the process that is the board, has printed. */
  public String output() {
    return process.output();
  }

  /**
   * Bytes of stack used at the deepest so far, read from the paint that is gone. Empty where
   * nothing is painted: on {@code posix}.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2607 if the emulator does not answer
   */
  public OptionalInt stackBytes() {
    if (image.address("upcall_stack_limit").isEmpty()) {
      return OptionalInt.empty();
    }
    long limit = image.address("upcall_stack_limit").getAsLong();
    long top = image.address("upcall_stack_top").orElseThrow();
    ByteBuffer stack =
        ByteBuffer.wrap(new Monitor(work).memory(limit, (int) (top - limit)))
            .order(ByteOrder.LITTLE_ENDIAN);
    while (stack.remaining() >= Integer.BYTES && stack.getInt(stack.position()) == PAINT) {
      stack.getInt();
    }
    return OptionalInt.of(stack.remaining());
  }

  @Override
  public void close() {
    process.close();
  }
}
