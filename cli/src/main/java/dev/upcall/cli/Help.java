package dev.upcall.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Writes the help of all commands and of one. */
final class Help {
  private static final int WIDTH = 96;

  private Help() {}

  static String overview(Collection<Command> commands) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        upcall: a tinyML compiler and runtime for devices that know when to ask.

        A small int8 model answers on the microcontroller when it is confident; when it is not, the
        sample goes up to a host that runs the full ensemble and answers.

        usage: upcall <command> [arguments] [options]

        """);
    for (Command command : commands) {
      out.append(String.format(Locale.ROOT, "  %-12s %s%n", command.name(), command.summary()));
    }
    out.append(
        String.format(Locale.ROOT, "  %-12s %s%n", "test", "run every test of Upcall itself"));
    out.append(
        String.format(
            Locale.ROOT, "  %-12s %s%n", "soak", "run the tests of reliability for hours"));
    out.append(
        """

        upcall <command> --help tells more. Every command takes --json.
        New here? Run: upcall demo
        Exit codes: 0 ok, 1 bug, 2 usage, 3 bad model or data, 4 unsupported, 5 does not fit,
        6 accuracy gate, 7 toolchain, 8 device or network.
        """);
    return out.toString();
  }

  static String of(Command command) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "usage: upcall %s %s[options]%n%n",
            command.name(),
            command.arguments().isEmpty() ? "" : command.arguments() + " "));
    out.append(command.description().strip()).append("\n\noptions:\n");
    List<Option> options = new ArrayList<>(withCommon(command.options()).getOptions());
    options.sort(Comparator.comparing(Option::getLongOpt));
    for (Option option : options) {
      appendOption(out, option);
    }
    return out.toString();
  }

  static Options withCommon(Options own) {
    Options all = new Options();
    own.getOptions().forEach(all::addOption);
    all.addOption(Option.builder("h").longOpt("help").desc("this text").get());
    if (!own.hasLongOption("json")) {
      all.addOption(Arguments.flag("json", "one JSON document on standard output"));
    }
    return all;
  }

  private static void appendOption(StringBuilder out, Option option) {
    String argument = option.hasArg() ? " <" + option.getArgName() + ">" : "";
    String head = "  --" + option.getLongOpt() + argument;
    out.append(String.format(Locale.ROOT, "%-30s", head));
    int column = Math.max(30, head.length());
    if (head.length() >= 30) {
      out.append('\n').append(" ".repeat(30));
      column = 30;
    }
    for (String word : option.getDescription().split(" ")) {
      if (column + word.length() + 1 > WIDTH) {
        out.append('\n').append(" ".repeat(30));
        column = 30;
      }
      out.append(word).append(' ');
      column += word.length() + 1;
    }
    out.setLength(out.length() - 1);
    out.append('\n');
  }
}
