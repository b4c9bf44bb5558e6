package dev.upcall.compiler.tool;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.tool.BareRun.Places;
import dev.upcall.compiler.tool.InstructionCounter.Cost;
import dev.upcall.core.diagnostic.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Runs a stage of a bare image on inputs: in QEMU, whose debugger stub puts inputs into the arena
 * and takes outputs out of it, so that the image needs nothing for that; on the host from file to
 * file.
 */
public final class BareRunner {
  private static final String ARENA = "upcall_arena_words";

  /** What to run, and {@link #IDLE} when it has run: template CBare. */
  private static final String STAGE = "upcall_bare_stage";

  private static final byte[] IDLE = {-1, -1, -1, -1};

  /** How many layers run; in stopping images alone. */
  private static final String LAYERS = "upcall_bare_layers";

  /** Where the rows of an input are that comes row by row; in such images alone. */
  private static final String ROWS = "upcall_bare_rows";

  /** What start-up fills the stack with. */
  private static final byte PAINT = (byte) 0xC5;

  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration RUN_LIMIT = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final ProcessRunner runner;

  public BareRunner(ProcessRunner runner) {
    this.runner = runner;
  }

  /**
   * @param functions whose instructions are counted
   * @throws dev.upcall.core.diagnostic.UpcallException UP2608 if nothing can run the board, UP2601
   *     if the emulator is not installed, UP2613 if the network does not return
   */
  public BareRun run(Image image, Places places, List<byte[]> inputs, List<String> functions) {
    Board board = image.board();
    if (board.isHost()) {
      return onHost(image, places, inputs);
    }
    if (board.emulator().isEmpty()) {
      throw Diagnostic.of(ToolCode.NO_EMULATOR, board.id()).toException();
    }
    try (WorkFolder work = WorkFolder.create();
        InstructionCounter counter = InstructionCounter.of(runner, functions);
        RunningProcess process =
            runner.start(command(image, counter, work), work.path(), Map.of());
        Debugger debugger = connect(work.debugger(), process)) {
      debugger.go();
      return emulated(image, places, inputs, functions, counter, process, debugger);
    }
  }

  private static BareRun emulated(
      Image image,
      Places places,
      List<byte[]> inputs,
      List<String> functions,
      InstructionCounter counter,
      RunningProcess process,
      Debugger debugger) {
    long arena = address(image, ARENA);
    long stage = address(image, STAGE);
    List<byte[]> outputs = new ArrayList<>();
    awaitIdle(image, debugger);
    image.address(LAYERS).ifPresent(address -> debugger.write(address, word(places.layers())));
    for (byte[] input : inputs) {
      OptionalLong rows = image.address(ROWS);
      if (rows.isPresent()) {
        long sensor = endOfRam(image.board()) - input.length;
        debugger.write(sensor, input);
        debugger.write(rows.getAsLong(), word((int) sensor));
      } else {
        debugger.write(arena + places.inputOffset(), input);
      }
      debugger.write(stage, word(places.stage()));
      debugger.go();
      counter.awaitCalls(functions.get(0), outputs.size() + 1, process::isAlive, RUN_LIMIT);
      debugger.stop();
      outputs.add(debugger.read(arena + places.outputOffset(), places.outputBytes()));
    }
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    functions.forEach(function -> costs.put(function, counter.counted(function)));
    return new BareRun(outputs, costs, OptionalInt.of(stackBytes(image, debugger)));
  }

  /** What lies before it is free: images begin at the other end, stack included. */
  private static long endOfRam(Board board) {
    return board.memory().ram().origin() + board.memory().ram().bytes();
  }

  /** Start-up has to be over before anything is written, because it clears memory. */
  private static void awaitIdle(Image image, Debugger debugger) {
    long stage = address(image, STAGE);
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    debugger.stop();
    // QEMU's RAM starts as zeros.
    while (!Arrays.equals(debugger.read(stage, IDLE.length), IDLE)) {
      if (System.nanoTime() > deadline) {
        throw Diagnostic.of(ToolCode.NOT_REACHED, "main").at("%s", image.elf()).toException();
      }
      debugger.go();
      pause();
      debugger.stop();
    }
  }

  private static byte[] word(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static int stackBytes(Image image, Debugger debugger) {
    long limit = address(image, "upcall_stack_limit");
    long top = address(image, "upcall_stack_top");
    byte[] stack = debugger.read(limit, (int) (top - limit));
    int unused = 0;
    while (unused < stack.length && stack[unused] == PAINT) {
      unused++;
    }
    return stack.length - unused;
  }

  private BareRun onHost(Image image, Places places, List<byte[]> inputs) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    inputs.forEach(all::writeBytes);
    try (WorkFolder work = WorkFolder.create()) {
      Files.write(work.resolve("inputs"), all.toByteArray());
      ProcessRunner.Result result =
          runner.run(
              List.of(
                  image.elf().toAbsolutePath().toString(),
                  "inputs",
                  "arenas",
                  String.valueOf(places.stage()),
                  String.valueOf(places.layers())),
              work.path(),
              RUN_LIMIT);
      if (!result.ok()) {
        throw Diagnostic.of(ToolCode.NOT_REACHED, "the network")
            .at("%s", image.elf())
            .found("%s", result.output())
            .toException();
      }
      byte[] arenas = Files.readAllBytes(work.resolve("arenas"));
      return new BareRun(outputs(arenas, inputs.size(), places), Map.of(), OptionalInt.empty());
    } catch (IOException e) {
      throw Diagnostic.of(ToolCode.FILE_FAILED).found("%s", e).toException();
    }
  }

  /** The output in each of the arenas. */
  private static List<byte[]> outputs(byte[] arenas, int count, Places places) {
    List<byte[]> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = arenas.length / count * i + places.outputOffset();
      outputs.add(Arrays.copyOfRange(arenas, from, from + places.outputBytes()));
    }
    return outputs;
  }

  private List<String> command(Image image, InstructionCounter counter, WorkFolder work) {
    List<String> command = new ArrayList<>(EmulatorCommand.start(runner, image, work));
    command.addAll(List.of("-display", "none", "-serial", "null", "-monitor", "none"));
    command.addAll(List.of("-S", "-no-reboot"));
    command.addAll(List.of("-gdb", "unix:" + work.debugger() + ",server=on,wait=off"));
    command.addAll(counter.arguments(image));
    return command;
  }

  /** Tries until QEMU has made its socket. */
  private static Debugger connect(Path socket, RunningProcess process) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        return Debugger.connect(socket);
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw Diagnostic.of(ToolCode.EMULATOR_FAILED, "QEMU")
              .found("%s", process.output().isBlank() ? e : process.output().strip())
              .toException();
        }
      }
      pause();
    }
  }

  private static long address(Image image, String symbol) {
    return image
        .address(symbol)
        .orElseThrow(
            () ->
                Diagnostic.of(ToolCode.NOT_A_PROJECT, image.elf())
                    .found("no %s in it", symbol)
                    .need("a bare image")
                    .toException());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
