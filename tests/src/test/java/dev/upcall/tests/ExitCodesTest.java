package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Exit;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.Spoiler;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.CommandLine;
import dev.upcall.tests.rig.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script sees of a command that failed: its exit code, the diagnostic, never a trace. */
class ExitCodesTest {
  @TempDir static Path good;
  @TempDir Path folder;

  @BeforeAll
  static void writeGoodProject() {
    new OfflineLadder(SyntheticProject.tiny().write(good)).tune();
  }

  @Test
  void badModel() {
    fails(Exit.BAD_INPUT, "UP2011", Spoiler.weight("small", "first_w", Float.NaN), compile());
  }

  @Test
  void unsupportedOperator() {
    Spoiler unknown =
        Spoiler.model("small", m -> m.getGraphBuilder().getNodeBuilder(1).setOpType("Erf2"));
    fails(Exit.UNSUPPORTED, "UP2006", unknown, compile());
  }

  @Test
  void wrongUse() {
    fails(Exit.USAGE, "UP5", project -> {}, "compile", "project", "--bord", "posix");
  }

  @Test
  void noSuchPort() {
    Spoiler nothing = project -> {};
    String port = "/dev/upcall-nowhere";
    fails(Exit.DEVICE_OR_NETWORK, "UP3020", nothing, "gateway", "project", "--serial", port);
  }

  @Test
  void demoOnABoardThatNothingCounts() {
    fails(Exit.UNSUPPORTED, "UP2608", project -> {}, "demo", "--board", "posix");
  }

  private static String[] compile() {
    return new String[] {"compile", "project", "--board", "mps2-an386", "--out", "out", "--json"};
  }

  private void fails(Exit exit, String code, Spoiler spoiler, String... command) {
    spoiler.spoil(Folders.copy(good, folder.resolve("project")));
    CommandLine.Outcome outcome = CommandLine.run(folder, List.of(), command);
    assertEquals(exit.code(), outcome.exit(), outcome.toString());
    assertTrue(outcome.err().contains("error " + code), outcome.err());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    if (List.of(command).contains("--json")) {
      assertTrue(outcome.out().startsWith("{"), outcome.out());
      assertTrue(outcome.out().contains("\"" + code + "\""), outcome.out());
    }
    assertEquals(Map.of(), Folders.read(folder.resolve("out")));
    assertFalse(Files.exists(folder.resolve("firmware-out")));
  }
}
