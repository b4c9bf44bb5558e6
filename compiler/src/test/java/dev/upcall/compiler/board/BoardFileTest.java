package dev.upcall.compiler.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A board file of the user's own: what it may say, and what is said when it says something else.
 */
class BoardFileTest {
  @TempDir Path folder;

  /** A sound board but for its last line. */
  static String yaml(String id, String lastLine) {
    return """
    id: %s
    name: A board of mine
    cpu: {core: cortex-m3, fpu: none, clockHz: 8000000}
    memory:
      flash: {origin: 0x08000000, bytes: 65536}
      ram: {origin: 0x20000000, bytes: 8192}
      stackBytes: 1024
    uart: {name: USART1, baud: 9600}
    toolchain: {prefix: arm-none-eabi-, packages: [gcc-arm-none-eabi], flags: [-mcpu=cortex-m3]}
    references: {cpu: the data sheet}
    %s
    """
        .formatted(id, lastLine);
  }

  @Test
  void takesFilesBesideItAndFromTheCatalogue() throws IOException {
    Files.writeString(folder.resolve("port_mine.c"), "/* mine */");
    Files.writeString(folder.resolve("memory.c"), "/* mine too */");
    Board board =
        read(yaml("mine", "files: [port_mine.c, common/memory.c, common/include/string.h]"));
    assertEquals(
        List.of("port_mine.c", "memory.c", "string.h"),
        board.files().stream().map(Board.SourceFile::name).toList());
    assertEquals("/* mine too */", board.files().get(1).text(), "what lies beside it comes first");
    assertTrue(board.files().get(2).text().contains("memmove"));
    assertTrue(board.files().get(2).systemHeader());
    assertEquals(7168, board.memory().dataBytes());
    assertTrue(board.emulator().isEmpty());
  }

  @Test
  void isKnownWithoutAPort() throws IOException {
    Board board =
        read(
            yaml(
                "mine",
                """
                power: {supplyVolts: 3.3, runMa: 12.5, sleepMa: 0.4}
                flashers: [{tool: avrdude, part: m328p, programmer: arduino, baud: 115200}, {tool: picotool}]
                frameworks: {arduino: "arduino:avr:mega:cpu=atmega2560"}
                """));
    assertFalse(board.hasPort());
    assertEquals(
        new BoardFacts(
            Optional.of(new BoardFacts.Power(3.3, 12.5, 0.4)),
            List.of(
                new BoardFacts.Flasher(
                    FlashTool.AVRDUDE,
                    Map.of("part", "m328p", "programmer", "arduino", "baud", "115200")),
                new BoardFacts.Flasher(FlashTool.PICOTOOL, Map.of())),
            Map.of("arduino", "arduino:avr:mega:cpu=atmega2560")),
        board.facts());
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () -> ProjectFiles.of(board, "net", List.of(), (name, model) -> ""));
    assertEquals("UP2507", e.diagnostics().get(0).code().id());
    assertEquals(Exit.UNSUPPORTED, e.exit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: mine            | id: Mine!                 | UP1107 | board.yaml:1",
        "name: A board of mine | nmae: A board of mine   | UP1104 | did you mean \"name\"?",
        "name: A board of mine | nmae: A board of mine   | UP1103 | \"name\"",
        "name: A board of mine | name: x*/ y             | UP1107 | ends comments",
        "name: A board of mine | name: \"x\\ny\"            | UP1107 | one line",
        "fpu: none           | fpu: quad                 | UP1107 | none, single, double",
        "0x20000000          | 20000000                  | UP1107 | board.yaml:6",
        "bytes: 8192         | bytes: 8 KB               | UP1106 | board.yaml:6",
        "stackBytes: 1024    | stackBytes: 8192          | UP2505 | stack 8192 bytes",
        "origin: 0x08000000  | origin: 0x20001000        | UP2505 | overlap",
        "files: []           | files: [../../etc/passwd] | UP1107 | board.yaml:11",
        "files: []           | files: [/etc/passwd]      | UP1107 | board.yaml:11",
        "files: []           | files: [gone.c]           | UP2503 | gone.c",
        "[-mcpu=cortex-m3]   | ['-mcpu=x; rm -rf /']     | UP1107 | toolchain.flags[0]",
        "files: []           | flashers: [{tool: opencd}] | UP1107 | openocd, st-flash",
        "files: []           | flashers: [{tool: openocd}] | UP1103 | flashers[0].config",
        "files: []           | flashers: [{tool: st-flash, config: x}] | UP1104 | \"config\"",
        "files: []           | flashers: [{tool: openocd, config: -c shutdown}] | UP1107 |"
            + " flashers[0].config",
        "files: []           | frameworks: {zephir: a}   | UP1104 | did you mean \"zephyr\"?",
        "files: []           | 'power: {supplyVolts: 3, runMa: -1, sleepMa: 0}' | UP1107 |"
            + " power.runMa",
      })
  void namesKeyAndLineOfWhatIsWrong(String right, String wrong, String code, String text)
      throws IOException {
    String yaml = yaml("mine", "files: []");
    assertTrue(yaml.contains(right), right);
    UpcallException e = assertThrows(UpcallException.class, () -> read(yaml.replace(right, wrong)));
    assertTrue(
        e.diagnostics().stream()
            .anyMatch(d -> d.code().id().equals(code) && d.toString().contains(text)),
        e.getMessage());
  }

  @Test
  void collectsAllThatIsWrong() throws IOException {
    String yaml =
        yaml("mine", "files: [a.c]").replace("fpu: none", "fpu: 1").replace("9600", "fast");
    UpcallException e = assertThrows(UpcallException.class, () -> read(yaml));
    assertEquals(3, e.diagnostics().size(), e.getMessage());
  }

  private Board read(String yaml) throws IOException {
    Path file = folder.resolve("board.yaml");
    Files.writeString(file, yaml);
    return new BoardCatalogue().loadFile(file);
  }
}
