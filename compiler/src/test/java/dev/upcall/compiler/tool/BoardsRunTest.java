package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every board of the catalogue builds, starts and does through its port what the port promises. */
@TestInstance(Lifecycle.PER_CLASS)
class BoardsRunTest {
  @TempDir static Path folder;

  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();
  private final Toolchain toolchain = new Toolchain(runner, catalogue);
  private final Map<String, Image> built = new HashMap<>();

  @AfterAll
  void endProcesses() {
    runner.close();
  }

  static Stream<String> boards() {
    BoardCatalogue catalogue = new BoardCatalogue();
    return catalogue.ids().stream().filter(id -> catalogue.load(id).hasPort());
  }

  static Stream<String> emulated() {
    BoardCatalogue catalogue = new BoardCatalogue();
    return catalogue.ids().stream().filter(id -> catalogue.load(id).emulator().isPresent());
  }

  @ParameterizedTest
  @MethodSource("boards")
  void everyFunctionOfThePortWorks(String id) throws IOException {
    Image image = build(id);
    Path link = folder.resolve("serial");
    int boot;
    try (Emulation emulation = start(image, RunOptions.defaults().withSerialLink(link));
        SerialPort serial = new SerialPort(link)) {
      echoes(serial);
      serial.send('I');
      assertEquals(1, serial.receiveWord(), "device number built in");
      boot = serial.receiveWord();
      int before = serial.receiveWord();

      serial.send('Z', 10);
      int slept = serial.receiveWord();
      assertTrue(slept >= 100 && slept < 2000, "slept " + slept + " ms for 100");
      serial.send('I');
      serial.receive(8);
      int passed = serial.receiveWord() - before;
      assertTrue(passed >= 100 && passed < 20_000, passed + " ms passed");

      assertTrue(emulation.isRunning());
      serial.send('F');
      assertTrue(awaitEnd(emulation), "a fault ends the emulated board");
    }
    assertTrue(Files.notExists(link, LinkOption.NOFOLLOW_LINKS), "the link goes with the board");

    try (Emulation emulation = start(image, RunOptions.defaults().withDevice(0xCAFE42));
        SerialPort serial = new SerialPort(emulation.port())) {
      serial.send('I');
      assertEquals(0xCAFE42, serial.receiveWord());
      assertNotEquals(boot, serial.receiveWord(), "each start has a number of its own");
    }
  }

  @ParameterizedTest
  @MethodSource("emulated")
  void countsInstructionsAndStack(String id) throws IOException {
    Image image = build(id);
    List<String> functions = List.of("probe_loop", "probe_tail", "probe_twice");
    try (InstructionCounter counter = InstructionCounter.of(runner, functions);
        Emulation emulation = start(image, RunOptions.defaults().withCounter(counter));
        SerialPort serial = new SerialPort(emulation.port())) {
      serial.send('L', 1, 'L', 100);
      assertArrayEquals(new byte[] {'L', 'L'}, serial.receive(2));

      Duration limit = Duration.ofSeconds(20);
      assertEquals(
          List.of(31L, 31L, 31L, 31L, 3001L, 3001L, 3001L, 3001L),
          counter.awaitCalls("probe_loop", 8, emulation, limit));
      long jump = id.startsWith("riscv") ? 3 : 2;
      assertEquals(
          List.of(31 + jump, 3001 + jump), counter.awaitCalls("probe_tail", 2, emulation, limit));
      long around = id.startsWith("riscv") ? 9 : 6;
      assertEquals(
          List.of(62 + around, 6002 + around),
          counter.awaitCalls("probe_twice", 2, emulation, limit));

      // Bytes that come while a function runs interrupt it; that is not the function's work.
      for (int i = 0; i < 40; i++) {
        serial.send('L', 200);
      }
      serial.receive(40);
      List<Long> interrupted =
          counter.awaitCalls("probe_loop", 8 + 4 * 40, emulation, limit).subList(8, 8 + 4 * 40);
      assertEquals(Set.of(6001L), Set.copyOf(interrupted));

      int stack = emulation.stackBytes().orElseThrow();
      assertTrue(stack >= 32 && stack < image.board().memory().stackBytes(), stack + " bytes");
    }
  }

  /** The stack lies at the bottom of RAM, and below it is nothing that can be written. */
  @ParameterizedTest
  @MethodSource("emulated")
  void anOverflowingStackFaults(String id) throws IOException {
    try (Emulation emulation = start(build(id), RunOptions.defaults());
        SerialPort serial = new SerialPort(emulation.port())) {
      serial.send('R');
      assertTrue(awaitEnd(emulation), "the emulator ends");
    }
  }

  /** More than a ring and a UART hold, sent while the firmware takes nothing: none may get lost. */
  @ParameterizedTest
  @MethodSource("boards")
  void losesNoByteWhileItIsBusy(String id) throws IOException {
    try (Emulation emulation = start(build(id), RunOptions.defaults());
        SerialPort serial = new SerialPort(emulation.port())) {
      serial.send('E', 1, 'x');
      assertArrayEquals(new byte[] {'x'}, serial.receive(1));
      serial.send('B');
      byte[] data = new byte[250];
      new Random(1).nextBytes(data);
      for (int i = 0; i < 12; i++) {
        serial.send('E', data.length);
        serial.send(data);
      }
      assertArrayEquals(new byte[] {'B'}, serial.receive(1));
      for (int i = 0; i < 12; i++) {
        assertArrayEquals(data, serial.receive(data.length), "frame " + i);
      }
    }
  }

  /** MPS2 with a Cortex-M7, which the catalogue lacks: one file, the rest is there. */
  @Test
  void aBoardOfTheUsersOwnNeedsOneFile() throws IOException {
    String yaml =
        catalogue
            .load("mps2-an386")
            .yaml()
            .replace("mps2-an386", "mps2-an500")
            .replace("core: cortex-m4, fpu: single", "core: cortex-m7, fpu: double")
            .replace("-mcpu=cortex-m4", "-mcpu=cortex-m7")
            .replace("-mfpu=fpv4-sp-d16", "-mfpu=fpv5-d16");
    Path file = Files.createDirectories(folder.resolve("own")).resolve("board.yaml");
    Board board = catalogue.loadFile(Files.writeString(file, yaml));
    assertEquals(Board.Fpu.DOUBLE, board.cpu().fpu());
    try (Emulation emulation = start(build(board), RunOptions.defaults());
        SerialPort serial = new SerialPort(emulation.port())) {
      echoes(serial);
    }
  }

  private static void echoes(SerialPort serial) throws IOException {
    byte[] all = new byte[255];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    serial.send('E', all.length);
    serial.send(all);
    assertArrayEquals(all, serial.receive(all.length));
  }

  private static boolean awaitEnd(Emulation emulation) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (emulation.isRunning() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return !emulation.isRunning();
  }

  private Image build(String id) throws IOException {
    return build(catalogue.load(id));
  }

  private Image build(Board board) throws IOException {
    String id = board.id();
    for (String tool : List.of("cmake", "ninja", board.toolchain().compiler())) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
    if (!built.containsKey(id)) {
      built.put(id, toolchain.build(ProbeProject.write(board, folder.resolve(id))));
    }
    return built.get(id);
  }

  private Emulation start(Image image, RunOptions options) {
    image
        .board()
        .emulator()
        .ifPresent(
            e -> assumeTrue(runner.find(e.program()).isPresent(), e.program() + " is missing"));
    return new Emulator(runner).start(image, options);
  }
}
