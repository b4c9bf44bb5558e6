package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * libFuzzer, with the address and undefined-behaviour sanitizers, against the whole runtime. Its
 * time is {@code -Dupcall.fuzz.seconds}, 10 by default; {@code -Dupcall.fuzz.corpus} keeps what it
 * finds. Skipped where clang or its libFuzzer is not installed (Debian: clang, libclang-rt-dev).
 */
@Tag("cc")
class DeviceFuzzTest {
  /** Takes three frames. */
  private static final int INPUT = 1500;

  /** Scripts in the form of fuzz_device.c, one for each way through the runtime. */
  private static final List<String> SEEDS =
      List.of(
          "0302020501030001000207000000000000 3f 01000000 0405",
          "030202050108000100010200000005",
          "03020205010800010001020100000504ff05",
          "0103000700020505050505",
          "01040005000000 04000000e8030300 0000003f0000003f0000003f0000003f 05"
              + "0302000503020005030200050700 05",
          "01070009000005",
          "0105000a0003" + "00".repeat(INPUT - 1) + "02 0405 05 04ff 05",
          "0105080a0003" + "80".repeat(INPUT) + "05",
          "0105000a0003 0505 0105000b0203 0505 0105000a00f0 0505",
          "0009010203000405060700 0300 02000105aabbccddee 0604 0701");

  @TempDir private Path folder;

  @Test
  void noScriptHarmsTheDevice() throws IOException, InterruptedException {
    Path fuzzer = build();
    Path corpus = Files.createDirectories(corpus());
    for (int i = 0; i < SEEDS.size(); i++) {
      byte[] seed = HexFormat.of().parseHex(SEEDS.get(i).replace(" ", ""));
      Files.write(corpus.resolve("seed-" + i), seed);
    }
    String seconds = System.getProperty("upcall.fuzz.seconds", "10");
    List<String> command =
        List.of(
            fuzzer.toString(),
            "-max_total_time=" + seconds,
            "-max_len=4000",
            "-seed=1",
            "-artifact_prefix=" + folder + "/",
            corpus.toString());
    Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
    String log = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, run.waitFor(), log);
  }

  private Path corpus() {
    String kept = System.getProperty("upcall.fuzz.corpus");
    return kept == null ? folder.resolve("corpus") : Path.of(kept);
  }

  private Path build() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                CProgram.find("clang").toString(),
                "-std=c99",
                "-O1",
                "-g",
                "-fsanitize=fuzzer,address,undefined",
                "-fno-sanitize-recover=all",
                "-DUPCALL_PARAMETERS=4",
                "-DUPCALL_PENDING=2",
                "-DUPCALL_INPUT_BYTES=" + INPUT,
                "-I" + CProgram.RUNTIME,
                "-I" + CProgram.TESTS,
                "-I" + CProgram.TESTS.resolve("config"),
                CProgram.TESTS.resolve("fuzz_device.c").toString(),
                CProgram.TESTS.resolve("fake_board.c").toString()));
    DeviceUnderTest.SOURCES.forEach(name -> command.add(CProgram.RUNTIME.resolve(name).toString()));
    Path binary = folder.resolve("fuzz_device");
    command.addAll(List.of("-o", binary.toString()));
    Process build = new ProcessBuilder(command).redirectErrorStream(true).start();
    String log = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = build.waitFor();
    Assumptions.assumeFalse(
        log.contains("libclang_rt.fuzzer"), "clang has no libFuzzer: the device is not fuzzed");
    assertEquals(0, code, log);
    return binary;
  }
}
