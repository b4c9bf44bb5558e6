package dev.upcall.cli.command;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.board.BoardFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall boards [id]}: the catalogue, or one board of it. */
public final class BoardsCommand implements Command {
  private static final String ROW = "%-16s %-16s %9s %9s  %-8s  %s";

  @Override
  public String name() {
    return "boards";
  }

  @Override
  public String summary() {
    return "list the boards, or what is known of one";
  }

  @Override
  public String arguments() {
    return "[board|board.yaml]";
  }

  @Override
  public String description() {
    return """
    Lists the boards that are known, and whether firmware is built for them, and runs
    here in an emulator too; of those without a port yet upcall inspect tells what fits.
    With a board's id, or the file of a board of your own, everything known of it and
    where each figure comes from.

      upcall boards
      upcall boards microbit
    """;
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public void run(CommandLine line, Console console) {
    Arguments.none(line, 1);
    BoardCatalogue catalogue = new BoardCatalogue();
    if (line.getArgs().length == 1) {
      String board = line.getArgs()[0];
      detail(
          board.endsWith(".yaml") ? catalogue.loadFile(Path.of(board)) : catalogue.load(board),
          console);
      return;
    }
    List<Map<String, Object>> all = new ArrayList<>();
    console.line(ROW, "board", "core", "flash KB", "RAM KB", "firmware", "name");
    for (String id : catalogue.ids()) {
      Board board = catalogue.load(id);
      console.line(
          ROW,
          id,
          board.cpu().core(),
          kilobytes(board, board.memory().flash()),
          kilobytes(board, board.memory().ram()),
          firmware(board),
          board.name());
      all.add(json(board));
    }
    console.json(all);
  }

  private static void detail(Board board, Console console) {
    console.line("%s: %s", board.id(), board.name());
    console.line(
        "  core      %s%s%s%s",
        board.cpu().core(),
        board.cpu().fpu() == Board.Fpu.NONE ? ", no FPU" : ", FPU " + board.cpu().fpu(),
        board.cpu().dsp() ? ", DSP" : "",
        board.cpu().mve() ? ", MVE" : "");
    console.line(
        "  memory    flash %s KB, RAM %s KB of which %d B are stack",
        kilobytes(board, board.memory().flash()),
        kilobytes(board, board.memory().ram()),
        board.memory().stackBytes());
    console.line("  serial    %s, %d baud", board.uart().name(), board.uart().baud());
    console.line(
        "  compiler  %s%s", board.toolchain().compiler(), apt(board.toolchain().packages()));
    board
        .emulator()
        .ifPresent(
            emulator ->
                console.line(
                    "  emulator  %s %s%s",
                    emulator.program(),
                    String.join(" ", emulator.arguments()),
                    apt(emulator.packages())));
    facts(board.facts(), console);
    if (!board.notes().isBlank()) {
      console.line("  notes     %s", board.notes().strip().replace("\n", "\n            "));
    }
    board.references().forEach((what, where) -> console.line("  source    %s: %s", what, where));
    console.json(json(board));
  }

  private static void facts(BoardFacts facts, Console console) {
    facts
        .power()
        .ifPresent(
            power ->
                console.line(
                    "  current   %s mA running, %s mA asleep, at %s V",
                    power.runMa(), power.sleepMa(), power.supplyVolts()));
    for (BoardFacts.Flasher flasher : facts.flashers()) {
      console.line(
          "  flasher   %s%s",
          flasher.tool().id(),
          flasher.settings().entrySet().stream()
              .map(setting -> ", " + setting.getKey() + " " + setting.getValue())
              .collect(Collectors.joining()));
    }
    facts.frameworks().forEach((name, id) -> console.line("  %-9s %s", name, id));
  }

  /** How far it goes from a model to a running board. */
  private static String firmware(Board board) {
    if (!board.hasPort()) {
      return "no port";
    }
    return board.isHost() || board.emulator().isPresent() ? "runs" : "builds";
  }

  private static Map<String, Object> json(Board board) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", board.id());
    fields.put("name", board.name());
    fields.put("core", board.cpu().core());
    fields.put("flashBytes", board.memory().flash().bytes());
    fields.put("ramBytes", board.memory().ram().bytes());
    fields.put("stackBytes", board.memory().stackBytes());
    fields.put("port", board.hasPort());
    fields.put("emulated", board.emulator().isPresent() || board.isHost());
    fields.put("power", board.facts().power());
    fields.put("flashers", board.facts().flashers());
    fields.put("frameworks", board.facts().frameworks());
    return fields;
  }

  private static String kilobytes(Board board, Board.Region region) {
    return board.isHost() ? "-" : String.valueOf(region.bytes() / 1024);
  }

  /** Nothing for what Debian does not have. */
  private static String apt(List<String> packages) {
    return packages.isEmpty() ? "" : " (apt: " + String.join(" ", packages) + ")";
  }
}
