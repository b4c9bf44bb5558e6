package dev.upcall.compiler.tool;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a board is started.
 *
 * @param serialLink where a symbolic link to the serial port's terminal is made; it goes when the
 *     board stops
 * @param device number of the device, empty for the one built in
 * @param counter counts the instructions of a function while the board runs
 */
public record RunOptions(
    Optional<Path> serialLink, OptionalInt device, Optional<InstructionCounter> counter) {
  /** The serial port under the name the system gives it, the device's number as built in. */
  public static RunOptions defaults() {
    return new RunOptions(Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  public RunOptions withSerialLink(Path link) {
    return new RunOptions(Optional.of(link), device, counter);
  }

  public RunOptions withDevice(int number) {
    return new RunOptions(serialLink, OptionalInt.of(number), counter);
  }

  public RunOptions withCounter(InstructionCounter newCounter) {
    return new RunOptions(serialLink, device, Optional.of(newCounter));
  }
}
