package dev.upcall.compiler.tool;

import dev.upcall.compiler.board.Board;
import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the instructions that functions of an image take while it runs in QEMU: exact, and the
 * same on every machine. A call counts from the function's first instruction to the one that
 * returns, callees included, interrupts left out. Where the core's timing is known, cycles are
 * modelled too.
 *
 * <p>The counting is done by a plugin of QEMU, {@code boards/emulator/count.c}, compiled when the
 * board is started; on an AVR by {@code simavr_count.c}, part of what runs it.
 */
public final class InstructionCounter implements AutoCloseable {
  private static final String PLUGIN = "count.so";
  private static final List<String> SOURCE_FILES =
      List.of("count.c", "cycles.c", "cycles.h", "qemu_plugin.h");
  private static final List<String> COMPILE =
      List.of(
          "gcc",
          "-shared",
          "-fPIC",
          "-fvisibility=hidden",
          "-O2",
          "count.c",
          "cycles.c",
          "-o",
          PLUGIN);

  /** How boards/emulator/cycles.c is to model a core: how fast it multiplies. */
  private static final Map<String, String> CYCLE_MODELS =
      Map.of("cortex-m0plus", "fast", "cortex-m3", "slow", "cortex-m4", "fast");

  private static final String COUNTS = "counts";
  private static final Duration COMPILE_LIMIT = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");

  private final ProcessRunner runner;
  private final List<String> functions;
  private final WorkFolder work;

  private InstructionCounter(ProcessRunner runner, List<String> functions, WorkFolder work) {
    this.runner = runner;
    this.functions = functions;
    this.work = work;
  }

  /**
   * What a call took.
   *
   * @param cycles modelled; 0 on boards whose cycles are not
   */
  public record Cost(long instructions, long cycles) {}

  /** Whether cycles are modelled on that board; those of an AVR are simavr's. */
  public static boolean modelsCycles(Board board) {
    return CYCLE_MODELS.containsKey(board.cpu().core()) || EmulatorCommand.isSimavr(board);
  }

  /** A counter for these functions, at most 1024, in one run of one board. */
  public static InstructionCounter of(ProcessRunner runner, List<String> functions) {
    return new InstructionCounter(runner, List.copyOf(functions), WorkFolder.create());
  }

  /**
   * Instructions of each call of a function that has returned so far.
   *
   * @param function one of those this counter was made for
   */
  public List<Long> calls(String function) {
    return counted(function).stream().map(Cost::instructions).toList();
  }

  /** What each call of a function took that has returned so far. */
  public List<Cost> counted(String function) {
    String index = String.valueOf(functions.indexOf(function));
    Path counts = work.resolve(COUNTS);
    if (!Files.exists(counts)) {
      return List.of();
    }
    try {
      String text = Files.readString(counts);
      // A line that is still being written does not count yet.
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(line -> line.split(" "))
          .filter(words -> words[0].equals(index))
          .map(words -> new Cost(Long.parseLong(words[1]), Long.parseLong(words[2])))
          .toList();
    } catch (IOException e) {
      throw Diagnostic.of(ToolCode.FILE_FAILED).at("%s", counts).found("%s", e).toException();
    }
  }

  /**
   * The same, once there are that many.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2613 if there are fewer when the board has
   *     stopped or the time is over
   */
  public List<Long> awaitCalls(String function, int count, Emulation emulation, Duration limit) {
    return awaitCalls(function, count, emulation::isRunning, limit);
  }

  List<Long> awaitCalls(String function, int count, BooleanSupplier isRunning, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      boolean last = !isRunning.getAsBoolean() || System.nanoTime() > deadline;
      List<Long> calls = calls(function);
      if (calls.size() >= count) {
        return calls;
      }
      if (last) {
        throw Diagnostic.of(ToolCode.NOT_REACHED, function)
            .found("%d calls%s", calls.size(), isRunning.getAsBoolean() ? "" : ", then a fault")
            .need("%d calls", count)
            .toException();
      }
      pause();
    }
  }

  /**
   * Arguments that make QEMU count in this image; compiles the plugin.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2601 or UP2606 if it cannot be compiled,
   *     UP2609 if a function is not in the image
   */
  List<String> arguments(Image image) {
    if (!EmulatorCommand.isSimavr(image.board())) {
      compilePlugin(image.board().emulator().orElseThrow().program());
    }
    StringBuilder plugin = new StringBuilder(work.resolve(PLUGIN).toString());
    plugin.append(",out=").append(work.resolve(COUNTS));
    for (String function : functions) {
      plugin.append(",function=").append(hex(entry(image, function)));
    }
    OptionalLong isrStart = image.address("upcall_isr_start");
    OptionalLong isrEnd = image.address("upcall_isr_end");
    if (isrStart.isPresent() && isrEnd.isPresent()) {
      plugin.append(",isr=").append(hex(isrStart.getAsLong()));
      plugin.append('-').append(hex(isrEnd.getAsLong()));
    }
    if (isRiscv(image)) {
      plugin.append(",riscv=on");
    }
    String model = CYCLE_MODELS.get(image.board().cpu().core());
    if (model != null) {
      plugin.append(",cycles=").append(model);
    }
    return List.of("-plugin", plugin.toString());
  }

  @Override
  public void close() {
    work.close();
  }

  private void compilePlugin(String emulator) {
    List<String> command = new ArrayList<>(COMPILE);
    command.add("-DUPCALL_PLUGIN_API=" + pluginApi(emulator));
    EmulatorHelper.compile(runner, SOURCE_FILES, command, work);
  }

  /** Version of the plugin interface: 1 up to QEMU 8.2, 2 in 9.0, 3 is understood by all since. */
  private int pluginApi(String emulator) {
    String said = runner.run(List.of(emulator, "--version"), work.path(), COMPILE_LIMIT).output();
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw Diagnostic.of(ToolCode.EMULATOR_FAILED, emulator)
          .found("%s", said)
          .need("its version")
          .toException();
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    return major < 9 ? 1 : major == 9 && minor == 0 ? 2 : 3;
  }

  private static boolean isRiscv(Image image) {
    return image.board().cpu().core().startsWith("rv");
  }

  private static long entry(Image image, String function) {
    OptionalLong address = image.address(function);
    if (address.isEmpty()) {
      throw Diagnostic.of(ToolCode.NO_SYMBOL, function)
          .at("%s", image.elf())
          .need("a function of that name, neither inlined nor left out")
          .toException();
    }
    // Bit 0 of a Thumb function's symbol says "Thumb" and is no part of its address.
    return isRiscv(image) || EmulatorCommand.isSimavr(image.board())
        ? address.getAsLong()
        : address.getAsLong() & ~1L;
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
