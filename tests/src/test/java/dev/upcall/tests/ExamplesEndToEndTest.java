package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.testing.SharedFiles;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.core.wire.Result;
import dev.upcall.host.inject.Injected;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples whose data every user fetches himself, with the models committed for them: compiled,
 * booted on an emulated board, fed samples of the official test set, their upcalls answered.
 */
class ExamplesEndToEndTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final String BOARD = "mps2-an386";
  private static final int SAMPLES = 20;

  @TempDir Path temporary;

  @Test
  void fashionWithInputsOf784Bytes() throws InterruptedException {
    Path data = SharedFiles.require("data/fashion-mnist");
    endToEnd("fashion", "FASHION_MNIST", data, 784);
  }

  @Test
  void fashionWithEarlyExits() throws InterruptedException {
    Path data = SharedFiles.require("data/fashion-mnist");
    endToEnd("fashion-exits", "FASHION_MNIST", data, 784);
  }

  /** Raw sound goes in: the board computes the features itself. */
  @Test
  void spokenDigitsOfASecondOfSound() throws InterruptedException {
    endToEnd("spoken-digits", "FSDD", SharedFiles.require("data/fsdd"), 16_000);
  }

  /** On the first 2000 pictures of each set, in the official binary format: they load faster. */
  @Test
  void cifar10WithInputsOf3072Bytes() throws IOException, InterruptedException {
    unpack("data/cifar10/cifar10jpeg_train2000.bin.gz", "data_batch_1.bin");
    unpack("data/cifar10/cifar10jpeg_test2000.bin.gz", "test_batch.bin");
    endToEnd("cifar10", "CIFAR10", temporary, 3072);
  }

  private void unpack(String gz, String to) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(SharedFiles.require(gz)))) {
      Files.copy(in, temporary.resolve(to));
    }
  }

  private void endToEnd(String example, String variable, Path data, int inputBytes)
      throws InterruptedException {
    String before = System.setProperty(variable, data.toAbsolutePath().toString());
    try {
      Prepared prepared = prepare(ProjectLoader.load(EXAMPLES.resolve(example)));
      assertEquals(inputBytes, prepared.raw().get(0).length);
      agrees(prepared);
    } finally {
      if (before == null) {
        System.clearProperty(variable);
      } else {
        System.setProperty(variable, before);
      }
    }
  }

  private static Prepared prepare(Project project) {
    OfflineLadder ladder = new OfflineLadder(project);
    List<byte[]> raw = ladder.raw(Split.TEST).subList(0, SAMPLES);
    return new Prepared(project, raw, ladder.run(raw));
  }

  /** Device scores to the bit, every upcall's bytes, and every answer: see {@link Agreement}. */
  private void agrees(Prepared prepared) throws InterruptedException {
    Path output = temporary.resolve("firmware");
    try (RunningBoard board = RunningBoard.start(prepared.project(), BOARD, output);
        Desk desk = Desk.serving(prepared.project()).serial(board.port())) {
      List<Injected> results = desk.inject(prepared.raw());
      Agreement.check(prepared, results, desk.traffic());
      assertTrue(results.stream().noneMatch(r -> r.source() == Result.Source.DEGRADED));
      assertTrue(board.isRunning());
    }
  }
}
