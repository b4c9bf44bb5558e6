package dev.upcall.cli.serial;

import dev.upcall.cli.Arguments;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.host.transport.SerialSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options {@code --serial} and {@code --baud}: ports with a device each, and their rates. */
public final class SerialArguments {
  private SerialArguments() {}

  public static Options add(Options options) {
    return options
        .addOption(
            Option.builder()
                .longOpt("serial")
                .hasArg()
                .argName("port[@rate]")
                .desc(
                    "serial port of a device, or a pattern such as '/dev/ttyACM*' for those that"
                        + " come and go; may be given several times; @921600 or @nucleo-f446re:"
                        + " its baud rate, or that of its board")
                .get())
        .addOption(
            Arguments.option(
                "baud", "rate", "baud rate of ports without their own (default 115200)"));
  }

  /**
   * The ports that the options name; none where there is no {@code --serial}.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3240 for a rate or pattern that is none
   */
  public static List<SerialSettings> ports(CommandLine line) {
    String[] ports = line.getOptionValues("serial");
    int baud = baud(line, SerialSettings.STANDARD_BAUD);
    return Stream.of(ports == null ? new String[0] : ports).map(port -> parse(port, baud)).toList();
  }

  /** The rate of {@code --baud}, or else another. */
  public static int baud(CommandLine line, int otherwise) {
    return Arguments.integer(
        line, "baud", SerialSettings.MIN_BAUD, SerialSettings.MAX_BAUD, otherwise);
  }

  /**
   * The rate of a board's serial port.
   *
   * @param board id, or {@code board.yaml} of a user's own
   * @return empty where there is no board of that id
   * @throws dev.upcall.core.diagnostic.UpcallException all that is wrong with a board's file
   */
  public static OptionalInt ofBoard(String board) {
    BoardCatalogue boards = new BoardCatalogue();
    if (board.endsWith(".yaml")) {
      return OptionalInt.of(boards.loadFile(Path.of(board)).uart().baud());
    }
    return boards.ids().contains(board)
        ? OptionalInt.of(boards.load(board).uart().baud())
        : OptionalInt.empty();
  }

  private static SerialSettings parse(String port, int baud) {
    int at = port.lastIndexOf('@');
    OptionalInt board = at < 1 ? OptionalInt.empty() : ofBoard(port.substring(at + 1));
    return board.isPresent()
        ? new SerialSettings(port.substring(0, at), board.getAsInt())
        : SerialSettings.parse(port, baud);
  }
}
