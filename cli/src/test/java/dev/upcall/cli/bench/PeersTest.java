package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rows are compared with: the peer's best build for each quantity, and targets by name. */
class PeersTest {
  private static final String BUILDS =
      """
      {"rows": [
        {"core": "Cortex-M4F (mps2-an386)", "kernels": "CMSIS-NN", "flags": "def", "model": "kws",
         "instructions": 100, "flashBytes": 70, "modelBytes": 50, "arenaBytes": 20,
         "otherRamBytes": 9, "stackBytes": 5, "cyclesModelled": 130},
        {"core": "Cortex-M4F (mps2-an386)", "kernels": "reference", "flags": "Os", "model": "kws",
         "instructions": 300, "flashBytes": 40, "modelBytes": 50, "arenaBytes": 21,
         "otherRamBytes": 7, "stackBytes": 4},
        {"core": "Cortex-M3 (mps2-an385)", "kernels": "reference", "flags": "Os", "model": "kws",
         "instructions": 1, "flashBytes": 1, "modelBytes": 1, "arenaBytes": 1,
         "otherRamBytes": 1, "stackBytes": 1}]}
      """;

  @TempDir Path folder;

  @Test
  void eachQuantityHasTheBestBuildOfItsCore() throws IOException {
    Path file = Files.writeString(folder.resolve("tflm.json"), BUILDS);
    Peers peers = Peers.read(file);
    Peers.Best fastest = peers.best("mps2-an386", "kws", "instructions").orElseThrow();
    assertEquals(100, fastest.value());
    assertEquals("TensorFlow Lite Micro, CMSIS-NN kernels, def", fastest.source());
    assertEquals(130, value(peers, "cycles"));
    assertEquals(40, value(peers, "codeBytes"), "their flash without the model is our code");
    assertEquals(90, value(peers, "flashBytes"));
    assertEquals(28, value(peers, "ramBytes"), "arena and the rest of one build together");
    assertEquals(4, value(peers, "stackBytes"));
    assertEquals(Optional.empty(), peers.best("mps2-an386", "kws", "macs"));
    assertEquals(Optional.empty(), peers.best("mps2-an386", "vww", "instructions"));
    assertEquals(Optional.empty(), peers.best("riscv-virt", "kws", "instructions"));
  }

  @Test
  void withoutTheFileThereIsNothingToCompareWith() {
    Peers peers = Peers.read(folder.resolve("absent.json"));
    assertEquals(Optional.empty(), peers.best("mps2-an386", "kws", "instructions"));
  }

  @Test
  void targetsAreFoundByTheRowsName() {
    Targets targets = Targets.read();
    assertEquals(OptionalDouble.of(2_900_000), targets.of("mps2-an386.kws.instructions"));
    assertEquals(OptionalDouble.empty(), targets.of("mps2-an386.kws.macs"));
    BenchRow row = targets.set(BenchRow.lower("mps2-an386.vww.weightBytes", 60_001, "B", 1));
    assertEquals(60_000, row.target());
    assertEquals(false, row.met());
  }

  @Test
  void aFilterNamesOneBoardOrOneModel() {
    BenchFilter one = new BenchFilter(Optional.of("microbit"), Optional.of("ad"));
    assertEquals(List.of("microbit"), one.boards(ModelsSuite.BOARDS));
    assertEquals(
        List.of("ad"), one.models(GoldenModel.ALL).stream().map(GoldenModel::name).toList());
    assertEquals(" --board microbit --model ad", one.options());
    BenchFilter all = new BenchFilter(Optional.empty(), Optional.empty());
    assertEquals(ModelsSuite.BOARDS, all.boards(ModelsSuite.BOARDS));
    assertEquals(GoldenModel.ALL, all.models(GoldenModel.ALL));

    BenchFilter unknown = new BenchFilter(Optional.empty(), Optional.of("bert"));
    UpcallException e = assertThrows(UpcallException.class, () -> unknown.models(GoldenModel.ALL));
    assertTrue(e.getMessage().contains("kws, ic, vww, ad, sww"), e.getMessage());
  }

  private static double value(Peers peers, String quantity) {
    return peers.best("mps2-an386", "kws", quantity).orElseThrow().value();
  }
}
